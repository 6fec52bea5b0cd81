import { Command } from 'commander';
import { parseSeed, withAction } from '../action.ts';
import { untilAborted } from '../interruption.ts';

interface Options {
  real?: string;
  synthetic?: string;
  port: number;
}

export function viewCommand(): Command {
  const command = new Command('view')
    .description(
      'volumes side by side on a page of this machine alone: real, synthetic, trajectories, with regions or masks over them',
    )
    .argument('<run>', 'run folder')
    .option('--real <dir>', "real volumes; by default the run's preprocessed ones")
    .option('--synthetic <dir>', "synthetic volumes; by default the run's samples")
    .option('--port <n>', 'of the page; any that is free by default', parseSeed, 0)
    .addHelpText('after', '\nExamples:\n  braingen view braingen-run\n\nCtrl-C ends the page.');
  return withAction<Options>(command, async ({ terminal, signal }, [run], options) => {
    const { readLabels, segmentationFolder } = await import('@braingen/comparison');
    const { labelVolumes, runFolder } = await import('@braingen/pipeline/node');
    const { windowOf } = await import('@braingen/report');
    const { serveViewer } = await import('@braingen/viewer');
    const { readVolume } = await import('@braingen/volume/node');
    const folder = runFolder(run!);
    const regions = segmentationFolder(folder.root);
    const panes = await labelVolumes(options.real ?? folder.preprocessed, options.synthetic ?? folder.samples, regions);
    // One window for all, that of the first volume, or they would not compare.
    const [first] = panes.flatMap(({ volumes }) => volumes);
    const window = first && windowOf(await readVolume(first.path));
    const page = await serveViewer({ panes, window, labels: await readLabels(regions), port: options.port });
    terminal.log(`${page.url} has the page; Ctrl-C ends it`);
    await untilAborted(signal);
    await page.close();
    terminal.result({ url: page.url, volumes: panes.reduce((sum, { volumes }) => sum + volumes.length, 0) }, 'ended');
  });
}
