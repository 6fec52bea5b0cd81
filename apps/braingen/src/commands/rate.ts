import { Command } from 'commander';
import { parseCount, parseSeed, withAction, type Context } from '../action.ts';
import { Failure } from '../failure.ts';
import { untilAborted } from '../interruption.ts';

interface Options {
  real?: string;
  synthetic?: string;
  rater?: string;
  count: number;
  seed: number;
  port: number;
  analyse?: boolean;
}

export function rateCommand(): Command {
  const command = new Command('rate')
    .description(
      'a blinded page on this machine alone: real or synthetic, quality, artefacts; and whether raters can tell',
    )
    .argument('<run>', 'run folder; ratings are kept in its ratings folder, a table a rater')
    .option('--real <dir>', "real volumes; by default the run's preprocessed ones")
    .option('--synthetic <dir>', "synthetic volumes; by default the run's samples")
    .option('--rater <name>', 'name of the rater; started again, the page continues where this rater stopped')
    .option('--count <n>', 'volumes, half of them real; fixed by the first rater', parseCount, 40)
    .option('--seed <n>', 'seed of their random choice, fixed by the first rater', parseSeed, 1)
    .option('--port <n>', 'of the page; any that is free by default', parseSeed, 0)
    .option('--analyse', 'analyse the ratings so far, in place of the page')
    .addHelpText(
      'after',
      '\nExamples:\n  braingen rate run --rater Ann\n  braingen rate run --analyse\n\nCtrl-C ends the page; what was saved stays.',
    );
  return withAction<Options>(command, async (context, [run], options) => {
    if (options.analyse) return analyse(run, context);
    if (options.rater === undefined) throw new Failure('--rater: expected who rates, found none');
    await rate(run, options.rater, options, context);
  });
}

async function rate(run: string, rater: string, options: Options, { terminal, signal }: Context): Promise<void> {
  const { findVolumes, runFolder } = await import('@braingen/pipeline/node');
  const { blind } = await import('@braingen/ratings');
  const { openRatings, serveRatings } = await import('@braingen/ratings/node');
  const { stripOf } = await import('../runs/rating-picture.ts');
  const folder = runFolder(run);
  const pathsIn = async (path: string) => (await findVolumes(path)).map((file) => file.path);
  const real = await pathsIn(options.real ?? folder.preprocessed);
  const synthetic = await pathsIn(options.synthetic ?? folder.samples);
  const { count, seed, port } = options;
  const ratings = await openRatings(folder.ratings, () => blind(real, synthetic, { count, seed }));
  const page = await serveRatings({
    ratings,
    rater,
    port,
    picture: stripOf(synthetic[0]),
    onRating: (done, of) => terminal.log(`${done} of ${of} rated`),
  });
  terminal.log(`${page.url} has the page for ${rater}; Ctrl-C ends it`);
  await untilAborted(signal);
  await page.close();
  const done = (await ratings.read()).filter((rating) => rating.rater === rater).length;
  terminal.result({ rater, rated: done, of: ratings.key.length, folder: folder.ratings }, `${rater} rated ${done}`);
}

async function analyse(run: string, { terminal }: Context): Promise<void> {
  const { runFolder } = await import('@braingen/pipeline/node');
  const { analyseRatings, describeAnalysis } = await import('@braingen/ratings');
  const { openRatings } = await import('@braingen/ratings/node');
  const ratings = await openRatings(runFolder(run).ratings);
  const analysis = analyseRatings(await ratings.read(), ratings.key);
  terminal.result(analysis, describeAnalysis(analysis).join('\n'));
}
