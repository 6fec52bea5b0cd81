import { inverseContract } from './contract-inverse.ts';
import {
  answer,
  distance,
  expect,
  expectedX0,
  expectMoments,
  noise,
  population,
  sample,
  start,
  throws,
  withVariances,
  type Model,
} from './contract-models.ts';
import type { TestRunner } from './contract-runner.ts';
import type { PredictionType } from './prediction.ts';
import { createSchedule } from './schedule.ts';
import type { NoiseSchedule } from './noise-schedule.ts';
import type { Scheduler } from './scheduler.ts';

export type { TestRunner } from './contract-runner.ts';

/** What is special about a scheduler. */
export interface ContractSettings {
  /** The schedule it is made for. @default `createSchedule()` */
  readonly schedule?: NoiseSchedule;
  /** The predictions it takes. @default epsilon, sample and v */
  readonly predictionTypes?: readonly PredictionType[];
  /** How far from x_0 a perfect model may end up: more where the method stops at a little noise by definition. @default 1e-3 */
  readonly tolerance?: number;
  /** Whether it needs a model that also predicts variances, and cannot do without. @default false */
  readonly learnedVariance?: boolean;
}

/**
 * The tests that every scheduler passes, those of this package and yours:
 *
 *     import { describe, it } from 'vitest';
 *     import { schedulerContract } from '@braingen/scheduler/contract';
 *     import mine from './mine.ts';
 *     schedulerContract(mine, { describe, it });
 */
export function schedulerContract(scheduler: Scheduler, runner: TestRunner, settings: ContractSettings = {}): void {
  const { schedule = createSchedule(), predictionTypes = ['epsilon', 'sample', 'v'], tolerance = 1e-3 } = settings;
  const { describe, it } = runner;
  const { learnedVariance = false } = settings;
  /** What the scheduler is given of a prediction. */
  const outputOf = (prediction: Float32Array): Float32Array =>
    learnedVariance ? withVariances(prediction) : prediction;
  const truth = noise('truth', 256).map((value) => Math.tanh(value));

  describe(`scheduler ${scheduler.name}`, () => {
    it('has a name that fits on a command line', () => {
      expect(
        /^[a-z0-9][a-z0-9+-]*$/.test(scheduler.name),
        `expected letters, digits, + and -, found ${scheduler.name}`,
      );
    });

    it('visits times of the schedule from the noisiest to the cleanest', () => {
      for (const steps of [1, 2, 7, 50]) {
        const { timesteps } = start(scheduler, schedule, { steps });
        expect(timesteps.length >= steps, `expected at least ${steps} evaluations, found ${timesteps.length}`);
        timesteps.forEach((t, i) => {
          const last = i === 0 ? Infinity : timesteps[i - 1];
          expect(t <= last, `expected times that never grow, found ${t} after ${last}`);
          expect(schedule.noise(t) > 0, `expected times with noise left to remove, found ${t}`);
        });
      }
    });

    it('refuses a number of steps that is no number of steps', () => {
      for (const steps of [0, -1, 2.5, NaN]) {
        expect(
          throws(() => start(scheduler, schedule, { steps })),
          `expected ${steps} steps to throw`,
        );
      }
    });

    for (const predictionType of predictionTypes) {
      it(`comes to x_0 when the model knows it, as ${predictionType}`, () => {
        for (const steps of [2, 10, 50]) {
          const knowing: Model = (x, t) => outputOf(answer(truth, x, t, schedule, predictionType));
          const { x, x0s } = sample(scheduler, schedule, knowing, truth.length, { steps, predictionType });
          const error = distance(x, truth);
          expect(error <= tolerance, `expected x_0 within ${tolerance} after ${steps} steps, found ${error} away`);
          for (const x0 of x0s) {
            expect(
              distance(x0, truth) <= 1e-2,
              `expected the model's x_0 at every step, found ${distance(x0, truth)} away`,
            );
          }
        }
      });
    }

    const { mean, spread } = population;
    const gaussian: Model = (x, t) => outputOf(answer(expectedX0(x, t, schedule), x, t, schedule, predictionTypes[0]));
    const hundred = { steps: Math.min(100, schedule.steps), predictionType: predictionTypes[0] };

    it('gives samples of a Gaussian its mean and spread', () => {
      expectMoments(sample(scheduler, schedule, gaussian, 5_000, hundred).x, mean, spread, [0.05, 0.1]);
    });

    it('keeps the predicted x_0 within the clipping range, and lets NaN be seen', () => {
      const wild: Model = (x) => outputOf(x.map((value, i) => (i === 3 ? NaN : 40 * value)));
      const limits = { steps: 5, clip: [-1, 1], predictionType: predictionTypes[0] } as const;
      for (const thresholding of [undefined, { percentile: 90 }]) {
        for (const x0 of sample(scheduler, schedule, wild, 16, { ...limits, thresholding }).x0s) {
          const outside = x0.find((value) => Math.abs(value) > 1);
          expect(outside === undefined, `expected numbers in [-1, 1], found ${outside}`);
          expect(Number.isNaN(x0[3]), `expected the model's NaN in x_0, found ${x0[3]}`);
        }
      }
    });

    it('gives the same volume for the same seed, whatever else is sampled meanwhile', () => {
      const guess: Model = (x, t) => outputOf(x.map((value) => Math.sin(value + t / 100)));
      const options = { steps: 6, predictionType: predictionTypes[0] };
      const alone = sample(scheduler, schedule, guess, 64, options).x;

      const runs = [0, 1].map(() => ({ ...start(scheduler, schedule, options), x: noise('start', 64) }));
      runs[0].timesteps.forEach((t, index) => {
        for (const run of runs) run.x = run.step(guess(run.x, t), index, run.x).x;
      });
      for (const run of runs) expect(distance(run.x, alone) === 0, 'expected equal bits from two runs side by side');
    });

    it('leaves its arguments as they were, and returns arrays of the same length', () => {
      const { timesteps, step } = start(scheduler, schedule, { steps: 4, predictionType: predictionTypes[0] });
      let x = noise('start', 10);
      timesteps.forEach((_, index) => {
        const output = outputOf(noise(`output ${index}`, 10));
        const before = [x.slice(), output.slice()];
        const next = step(output, index, x);
        expect(distance(x, before[0]) === 0 && distance(output, before[1]) === 0, 'expected arguments not written to');
        for (const array of [next.x, next.x0]) {
          expect(array instanceof Float32Array && array.length === 10, `expected 10 numbers, found ${array.length}`);
          expect(array.every(Number.isFinite), 'expected finite numbers');
        }
        x = next.x;
      });
    });

    it('takes the output of a model that also predicts variances', () => {
      const alike = [0, 1].map((fraction) => {
        const model: Model = (x, t) => withVariances(answer(truth, x, t, schedule, predictionTypes[0]), fraction);
        return sample(scheduler, schedule, model, truth.length, { steps: 10, predictionType: predictionTypes[0] }).x;
      });
      for (const x of alike) {
        expect(distance(x, truth) <= tolerance, `expected x_0 within ${tolerance}, found ${distance(x, truth)} away`);
      }
    });

    if (scheduler.inverse)
      inverseContract(scheduler, scheduler.inverse, runner, schedule, predictionTypes[0], outputOf);
  });
}
