import { Command } from 'commander';
import { parseSeed, withAction } from '../action.ts';

interface Options {
  real?: string;
  synthetic?: string;
  port: number;
}

export function viewCommand(): Command {
  const command = new Command('view')
    .description(
      'volumes side by side on a page of this machine alone: real, synthetic, trajectories, with masks over them',
    )
    .argument('<run>', 'run folder')
    .option('--real <dir>', "real volumes; by default the run's preprocessed ones")
    .option('--synthetic <dir>', "synthetic volumes; by default the run's samples")
    .option('--port <n>', 'of the page; any that is free by default', parseSeed, 0)
    .addHelpText('after', '\nExamples:\n  braingen view braingen-run\n\nCtrl-C ends the page.');
  return withAction<Options>(command, async ({ terminal, signal }, [run], options) => {
    const { runFolder } = await import('@braingen/pipeline/node');
    const { serveViewer } = await import('@braingen/viewer');
    const { viewerPanes, viewerWindow } = await import('../runs/viewer-panes.ts');
    const folder = runFolder(run!);
    const panes = await viewerPanes(options.real ?? folder.preprocessed, options.synthetic ?? folder.samples);
    const page = await serveViewer({ panes, window: await viewerWindow(panes), port: options.port });
    terminal.log(`${page.url} has the page; Ctrl-C ends it`);
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await page.close();
    terminal.result({ url: page.url, volumes: panes.reduce((sum, { volumes }) => sum + volumes.length, 0) }, 'ended');
  });
}
