import type { Pace } from '@braingen/metrics';
import { diceOf } from '@braingen/volume';
import type { Source } from '../sources.ts';
import type { DiceOfLabels } from './dice-figures.ts';
import type { Segment } from './forest.ts';
import type { Scan } from './prepare-scan.ts';
import { voxelFeatures } from './voxel-features.ts';

/** What one unseen volume takes, in units of a tree. */
export const testing = 4;

/** Dice coefficients of one volume by what each source taught, and by the guess. */
export type Tested = Readonly<Record<Source | 'guess', DiceOfLabels>>;

/** What is tested. */
interface Learned {
  readonly forests: Readonly<Record<Source, Segment>>;
  readonly commonest: Uint8Array;
  readonly classCount: number;
}

/** Segments an unseen scan by what each source taught. */
export async function testScan(
  { volume, classes }: Scan,
  { forests, commonest, classCount }: Learned,
  pace: Pace,
): Promise<Tested> {
  const read = voxelFeatures(volume);
  const labelled = Array.from({ length: classCount - 1 }, (_, i) => i + 1);
  const diceBy = async (segment: Segment): Promise<DiceOfLabels> =>
    diceOf(await segment(read, classes.length), classes, labelled);
  const found = {
    real: await diceBy(forests.real),
    synthetic: await diceBy(forests.synthetic),
    both: await diceBy(forests.both),
    guess: diceOf(commonest, classes, labelled),
  };
  await pace.tick(testing);
  return found;
}
