import {
  answer,
  expect,
  expectedX0,
  expectMoments,
  noise,
  population,
  sample,
  start,
  type Model,
} from './contract-models.ts';
import type { TestRunner } from './contract-runner.ts';
import type { PredictionType } from './prediction.ts';
import type { NoiseSchedule } from './noise-schedule.ts';
import type { Scheduler, SchedulerInverse, SchedulerOptions } from './scheduler.ts';

/** The tests of a scheduler that has an inverse. */
export function inverseContract(
  scheduler: Scheduler,
  inverse: SchedulerInverse,
  { describe, it }: TestRunner,
  schedule: NoiseSchedule,
  predictionType: PredictionType,
  outputOf: (prediction: Float32Array) => Float32Array,
): void {
  const { mean, spread } = population;
  const gaussian: Model = (x, t) => outputOf(answer(expectedX0(x, t, schedule), x, t, schedule, predictionType));
  const options = { steps: Math.min(100, schedule.steps), predictionType };

  describe(`its inverse, ${inverse.name}`, () => {
    it('visits the times of the scheduler from the cleanest to the noisiest', () => {
      for (const steps of [1, 7, 50]) {
        const forwards = new Set(start(scheduler, schedule, { steps }).timesteps);
        const { timesteps } = start(inverse, schedule, { steps });
        timesteps.forEach((t, i) => {
          expect(forwards.has(t), `expected times of the scheduler, found ${t}`);
          expect(
            i === 0 || t >= timesteps[i - 1],
            `expected times that never fall, found ${t} after ${timesteps[i - 1]}`,
          );
        });
        const visited = new Set(timesteps).size;
        expect(visited === forwards.size, `expected all ${forwards.size} times, found ${visited}`);
      }
    });

    it('draws nothing', () => {
      const silent = { normal: refuse, uniform: refuse, integer: refuse, fork: refuse };
      const { timesteps, step } = inverse.start(schedule, { ...options, random: silent } as SchedulerOptions);
      let x = noise('volume', 16);
      timesteps.forEach((t, index) => (x = step(gaussian(x, t), index, x).x));
      expect(x.every(Number.isFinite), 'expected finite numbers');
    });

    it('makes noise of volumes, and the scheduler the same volumes of it', () => {
      const volumes = noise('volumes', 5_000).map((value) => mean + spread * value);
      const found = sample(inverse, schedule, gaussian, volumes.length, options, volumes).x;
      const last = Math.max(...start(inverse, schedule, options).timesteps);
      const [a, s] = [schedule.signal(last), schedule.noise(last)];
      expectMoments(found, a * mean, Math.hypot(a * spread, s), [0.05, 0.1]);
      const again = sample(scheduler, schedule, gaussian, volumes.length, options, found).x;
      const error = Math.sqrt(again.reduce((sum, value, i) => sum + (value - volumes[i]) ** 2, 0) / volumes.length);
      expect(error < 0.1 * spread, `expected the volumes to ${0.1 * spread}, found ${error} away`);
    });
  });
}

function refuse(): never {
  throw new Error('expected no random numbers');
}
