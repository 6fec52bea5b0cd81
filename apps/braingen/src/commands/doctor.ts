import { Command } from 'commander';
import { withAction } from '../action.ts';
import { versions } from '../versions.ts';

export function doctorCommand(): Command {
  const command = new Command('doctor')
    .description('which engine would run and why, what is missing and how to get it')
    .addHelpText('after', '\nExample:\n  braingen doctor --json');
  return withAction(command, async ({ terminal }) => {
    const { diagnose } = await import('@braingen/engine');
    const findings = await diagnose();
    const lines = findings.map(({ engine, isAvailable, isChosen, message, cure }) => {
      const found = message.replace(`${engine}: `, '');
      const mark = isChosen ? 'runs     ' : isAvailable ? 'available' : 'missing  ';
      return `${mark}  ${engine.padEnd(13)}  ${found}${cure ? `\n${' '.repeat(26)}${cure}` : ''}`;
    });
    const machine = { ...versions, platform: `${process.platform} ${process.arch}` };
    const head = `braingen ${machine.braingen}, Node ${machine.node}, ${machine.platform}`;
    terminal.result({ ...machine, engines: findings }, [head, ...lines].join('\n'));
  });
}
