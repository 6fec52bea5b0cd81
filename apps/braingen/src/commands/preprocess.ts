import { Argument, Command } from 'commander';
import { parseCount, parseShape, withAction } from '../action.ts';
import { exitStatus } from '../failure.ts';
import { templateOption } from '../template-option.ts';
import { startKernels } from '../threads.ts';
import { versions } from '../versions.ts';

interface Options {
  participantLabel?: string[];
  steps?: string;
  template?: string;
  library?: string;
  shape?: [number, number, number];
  shard?: string;
  jobs?: number;
  keepSteps?: boolean;
}

export function preprocessCommand(): Command {
  const command = new Command('preprocess')
    .description('preprocess the raw T1-weighted heads of a BIDS folder (a BIDS App)')
    .argument('<bids_dir>', 'BIDS folder with sub-*/anat/*_T1w.nii[.gz]')
    .argument('<out_dir>', 'BIDS derivative to write')
    .addArgument(
      new Argument(
        '<level>',
        'participant: the chain; group: a table of all quality figures, and a page of pictures',
      ).choices(['participant', 'group']),
    )
    .option('--participant-label <labels...>', 'participants to preprocess, such as 01 02')
    .option('--steps <list>', 'steps to run: denoise,n4,register,fine,tissue,mask,normalize,resize')
    .addOption(templateOption())
    .option('--library <dir>', 'your own heads and cavities for the mask (see mask-library)')
    .option('--shape <shape>', 'shape of the outputs (default: 84x128x84)', parseShape)
    .option('--shard <i/n>', 'take share i of n (default: what Slurm or MPI says)')
    .option('--jobs <n>', 'heads at once (default: as many as cores and memory allow)', parseCount)
    .option('--keep-steps', "keep each step's volume, not only its picture")
    .addHelpText(
      'after',
      '\nExample:\n  braingen preprocess ds000011 ds000011-preproc participant --participant-label 01 02',
    );
  return withAction<Options>(command, async (context, [dataset, output, level], options) => {
    if (level === 'group') {
      const { writeGroup } = await import('@braingen/group-report');
      const group = await writeGroup(output!, versions);
      const { table, page, outliers, unread } = group;
      const scans = group.scans.length;
      unread.forEach((reason) => context.terminal.warn(reason));
      context.terminal.result({ ...group, scans }, `${scans} scans in ${table} and ${page}, ${outliers} stand apart`);
      return unread.length > 0 ? exitStatus.someFailed : exitStatus.done;
    }
    await startKernels(context);
    const { settingsOf, parseSteps } = await import('../preprocessing/settings.ts');
    const { preprocessFolder } = await import('../preprocessing/dataset.ts');
    const { readShard, shareOf } = await import('@braingen/distributed');
    const shard = readShard(options.shard);
    const request = {
      participants: options.participantLabel,
      steps: parseSteps(options.steps),
      settings: await settingsOf(options, context),
      share: <T>(scans: readonly T[]) => shareOf(scans, shard),
      keepSteps: options.keepSteps,
      jobs: options.jobs,
    };
    const outcomes = await preprocessFolder(dataset!, output!, request, context);
    const failed = outcomes.filter(({ status }) => status === 'failed').length;
    context.terminal.result(
      { output, scans: outcomes },
      `${outcomes.length - failed} of ${outcomes.length} scans in ${output}`,
    );
    return failed > 0 ? exitStatus.someFailed : exitStatus.done;
  });
}
