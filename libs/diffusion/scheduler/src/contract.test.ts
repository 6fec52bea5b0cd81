import { createRandom, type Random } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { schedulerContract } from './contract.ts';
import { createDdimInverse } from './ddim-inverse.ts';
import { createDdim } from './ddim.ts';
import { createDdpm } from './ddpm.ts';
import type { Scheduler, SchedulerInverse, SchedulerOptions } from './scheduler.ts';
import { createPndm } from './pndm.ts';
import { createSchedule } from './schedule.ts';
import * as schedulers from './schedulers.ts';

for (const scheduler of Object.values(schedulers)) {
  // PNDM ends, as in MONAI, at the noise of time 0.
  schedulerContract(scheduler, { describe, it }, scheduler.name === 'pndm' ? { tolerance: 0.1 } : {});
}

const flow = createSchedule({ kind: 'flow' });
const fromPureNoise = [
  schedulers.ddim,
  schedulers.ddpm,
  schedulers.dpmSolver,
  schedulers.dpmSolverSde,
  schedulers.uniPc,
];
for (const scheduler of [schedulers.rectifiedFlow, ...fromPureNoise]) {
  const settings = { schedule: flow, predictionTypes: ['flow', 'sample', 'v'] as const };
  schedulerContract({ ...scheduler, name: `${scheduler.name}-on-a-flow` }, { describe, it }, settings);
}
const silent = createSchedule({ zeroTerminalSnr: true });
for (const scheduler of fromPureNoise) {
  const settings = { schedule: silent, predictionTypes: ['v', 'sample'] as const };
  schedulerContract({ ...scheduler, name: `${scheduler.name}-from-pure-noise` }, { describe, it }, settings);
}
schedulerContract({ ...createPndm({ setAlphaToOne: true }), name: 'pndm-to-the-end' }, { describe, it });

schedulerContract({ ...createDdim({ eta: 1 }), name: 'ddim-eta-1' }, { describe, it });
schedulerContract({ ...createDdpm({ variance: 'fixed_large' }), name: 'ddpm-fixed-large' }, { describe, it });
const learned = { ...createDdpm({ variance: 'learned_range' }), name: 'ddpm-learned-range' };
schedulerContract(learned, { describe, it }, { learnedVariance: true });

const twice = createDdimInverse({ iterations: 3, name: 'ddim-inverse-3' });
for (const schedule of [createSchedule(), silent]) {
  const settings = { schedule, predictionTypes: ['sample'] as const };
  const name = `ddim-of-x0${schedule === silent ? '-from-pure-noise' : ''}`;
  schedulerContract({ ...schedulers.ddim, name, inverse: twice }, { describe, it }, settings);
}

describe('the contract', () => {
  /** The titles of the tests that a scheduler fails. */
  const failures = (scheduler: Scheduler): string[] => {
    const failed: string[] = [];
    const run = (title: string, body: () => void): void => {
      try {
        body();
      } catch {
        failed.push(title);
      }
    };
    schedulerContract(scheduler, { describe: (_, body) => body(), it: run });
    return failed;
  };

  it('finds a sampler that adds too much noise', () => {
    const { ddpm } = schedulers;
    const noisy: Scheduler = {
      name: 'noisy',
      start: (schedule, options) =>
        ddpm.start(schedule, { ...options, random: { ...options.random, normal: () => 3 * options.random.normal() } }),
    };
    expect(failures(noisy)).toEqual(['gives samples of a Gaussian its mean and spread']);
  });

  it('finds an inverse that leads elsewhere, and one that draws', () => {
    const { ddim } = schedulers;
    const changed = (change: (x: Float32Array, random: Random) => Float32Array): Scheduler => ({
      ...ddim,
      inverse: {
        name: 'changed',
        start: (schedule, options) => {
          const { timesteps, step } = (ddim.inverse as SchedulerInverse).start(schedule, options);
          const { random } = options as SchedulerOptions;
          return {
            timesteps,
            step: (output, index, x) => {
              const next = step(output, index, x);
              return index === timesteps.length - 1 ? { ...next, x: change(next.x, random) } : next;
            },
          };
        },
      },
    });
    const roundTrip = 'makes noise of volumes, and the scheduler the same volumes of it';
    expect(failures(changed((x) => x.map((value) => 1.3 * value)))).toEqual([roundTrip]);
    expect(failures(changed((x) => x.toReversed()))).toEqual([roundTrip]);
    expect(failures(changed((x, random) => x.map((value) => value + 1e-4 * random.normal())))).toEqual([
      'draws nothing',
    ]);
  });

  it('finds a scheduler that trips over predicted variances', () => {
    const { ddim } = schedulers;
    const strict: Scheduler = {
      name: 'strict',
      start: (schedule, options) => {
        const { timesteps, step } = ddim.start(schedule, options);
        return {
          timesteps,
          step: (output, index, x) => {
            if (output.length !== x.length) throw new RangeError('too long');
            return step(output, index, x);
          },
        };
      },
    };
    expect(failures(strict)).toEqual(['takes the output of a model that also predicts variances']);
  });

  it('finds state shared between volumes', () => {
    let calls = 0;
    const shared: Scheduler = {
      name: 'shared',
      start: (schedule, options) => {
        const { timesteps, step } = schedulers.ddim.start(schedule, options);
        return {
          timesteps,
          step: (output, index, x) =>
            step(
              output.map((value) => value + 1e-6 * calls++),
              index,
              x,
            ),
        };
      },
    };
    expect(failures(shared)).toContain('gives the same volume for the same seed, whatever else is sampled meanwhile');
  });
});

describe('methods that divide by the signal', () => {
  it.each([schedulers.euler, schedulers.heun, schedulers.pndm])('$name says so where there is none', (scheduler) => {
    const random = createRandom(1);
    const sampling = (spacing?: 'trailing'): unknown => {
      const { timesteps, step } = scheduler.start(silent, { steps: 5, predictionType: 'v', spacing, random });
      let x: Float32Array = new Float32Array(4);
      timesteps.forEach((_, index) => (x = step(x, index, x).x));
      return x;
    };
    expect(() => sampling('trailing')).toThrow('found pure noise');
    if (scheduler !== schedulers.pndm) expect(() => sampling()).toThrow('found pure noise');
  });
});

describe('spacing', () => {
  it("is 'trailing' for DDPM and DDIM where the schedule ends in pure noise, 'leading' elsewhere", () => {
    const random = createRandom(1);
    for (const scheduler of [schedulers.ddim, schedulers.ddpm]) {
      expect(scheduler.start(silent, { steps: 2, random }).timesteps).toEqual([999, 499]);
      expect(scheduler.start(createSchedule(), { steps: 2, random }).timesteps).toEqual([500, 0]);
    }
  });
});
