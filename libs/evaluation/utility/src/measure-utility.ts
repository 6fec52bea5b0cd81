import { createPace, gram } from '@braingen/metrics';
import { createRandom, type ProgressOptions } from '@braingen/volume';
import { coarseFeatures } from './coarse-features.ts';
import { balancedAccuracy, figuresOfNumbers, type Figure } from './figure.ts';
import { gainOf, guessOf } from './gain.ts';
import { learn, type Lesson } from './learn.ts';
import { doubtsOf, peopleOf, taskOfSets, type UtilitySets } from './sets.ts';
import { sources, type Source } from './sources.ts';
import type { Task } from './task.ts';

export interface UtilityOptions extends ProgressOptions {
  /** Of every random choice. @default 0 */
  readonly seed?: number | undefined;
}

/** What a source taught, on the unseen people. */
export interface Taught {
  /** Of the ridge regression, chosen among those who were learned from. */
  readonly penalty: number;
  /** The first one counts. */
  readonly figures: readonly Figure[];
}

/** What is so of an unseen person, and what each source says: a number, or the index of a class. */
export interface Tested extends Readonly<Record<Source, number>> {
  readonly participant: string;
  readonly truth: number;
}

/** Of what use synthetic volumes are. */
export interface Utility {
  readonly task: Task['kind'];
  readonly classes: readonly string[];
  /** Volumes that were learned from, and people that were tested. */
  readonly n: { readonly real: number; readonly synthetic: number; readonly unseen: number };
  readonly learned: Readonly<Record<Source, Taught>>;
  /** The same figures of the best guess without a look at the volume. */
  readonly guess: readonly Figure[];
  /** How much better both together do than real volumes alone: above 0 where synthetic ones help. */
  readonly gain: Figure;
  readonly people: readonly Tested[];
  readonly warnings: readonly string[];
}

/**
 * Measures of what use synthetic volumes are: a task is learned from real volumes, from synthetic ones and from both, each by
 * ridge regression on intensities averaged over 8 mm, and tested on people that nothing has seen.
 *
 * Volumes are compared where they lie in the world, on the grid of the first training volume. Penalties are chosen by leaving
 * learners out, and of both together real people alone, since the test is about people. An unseen person with several
 * scans counts once, by the mean of what is said of each.
 *
 * @throws RangeError as `taskOfSets`; the signal's reason
 */
export async function measureUtility(sets: UtilitySets, options: UtilityOptions = {}): Promise<Utility> {
  const task = taskOfSets(sets);
  const { training, synthetic, unseen } = sets;
  const all = [...training, ...synthetic, ...unseen];
  const pace = createPace((all.length * (all.length + 3)) / 2 + sources.length, options);
  const featuresOf = coarseFeatures(training[0].volume);
  const rows: Float32Array[] = [];
  for (const { volume } of all) {
    rows.push(featuresOf(volume));
    await pace.tick();
  }
  const products = await gram(rows, rows, pace);

  const lesson = (member: number): Lesson => ({ ...all[member], member, person: all[member].participant });
  const real = training.map((_, i) => lesson(i));
  const drawn = synthetic.map((_, i) => lesson(training.length + i));
  const both = [...real, ...drawn.map((each) => ({ ...each, person: undefined }))];
  const people = peopleOf(unseen);
  const truth = people.map(({ volumes: [first] }) => task.truth(unseen[first].target));
  const random = createRandom(options.seed ?? 0);
  const test = async (said: readonly number[]): Promise<Figure[]> =>
    task.kind === 'class'
      ? [balancedAccuracy({ said, truth })]
      : figuresOfNumbers({ said, truth }, random.fork('intervals'));

  const teach = async (source: Source, lessons: readonly Lesson[]): Promise<Taught & { said: number[] }> => {
    const { penalty, predict } = learn(task, products, lessons, random.fork(source));
    const said = people.map(({ volumes }) => {
      const outputs = volumes.map((i) => predict(training.length + synthetic.length + i));
      return task.decide(
        outputs[0].map((_, o) => outputs.reduce((sum, output) => sum + output[o], 0) / volumes.length),
      );
    });
    await pace.tick();
    return { penalty, figures: await test(said), said };
  };
  const taught = {
    real: await teach('real', real),
    synthetic: await teach('synthetic', drawn),
    both: await teach('both', both),
  };
  const shown = ({ penalty, figures }: Taught): Taught => ({ penalty, figures });
  const { real: alone, both: together } = taught;
  return {
    ...{ task: task.kind, classes: task.classes },
    n: { real: training.length, synthetic: synthetic.length, unseen: people.length },
    learned: { real: shown(alone), synthetic: shown(taught.synthetic), both: shown(together) },
    guess: await test(guessOf(task, training, people.length)),
    gain: await gainOf(task, truth, alone.said, together.said, random.fork('gain')),
    people: people.map(({ name }, i) => ({
      ...{ participant: name, truth: truth[i] },
      ...{ real: alone.said[i], synthetic: taught.synthetic.said[i], both: together.said[i] },
    })),
    warnings: doubtsOf(people.length),
  };
}
