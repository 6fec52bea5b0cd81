import { createRandom } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { schedulerContract } from './contract.ts';
import { createDdim } from './ddim.ts';
import { createDdpm } from './ddpm.ts';
import type { Scheduler } from './scheduler.ts';
import { createPndm } from './pndm.ts';
import { createSchedule } from './schedule.ts';
import * as schedulers from './schedulers.ts';

for (const scheduler of Object.values(schedulers)) {
  // PNDM ends, as in MONAI, at the noise of time 0.
  schedulerContract(scheduler, { describe, it }, scheduler.name === 'pndm' ? { tolerance: 0.1 } : {});
}

const flow = createSchedule({ kind: 'flow' });
for (const scheduler of [
  schedulers.rectifiedFlow,
  schedulers.ddim,
  schedulers.ddpm,
  schedulers.dpmSolver,
  schedulers.uniPc,
]) {
  const settings = { schedule: flow, predictionTypes: ['flow', 'sample', 'v'] as const };
  schedulerContract({ ...scheduler, name: `${scheduler.name}-on-a-flow` }, { describe, it }, settings);
}
const silent = createSchedule({ zeroTerminalSnr: true });
for (const scheduler of [schedulers.ddim, schedulers.ddpm, schedulers.dpmSolver, schedulers.uniPc]) {
  const settings = { schedule: silent, predictionTypes: ['v', 'sample'] as const };
  schedulerContract({ ...scheduler, name: `${scheduler.name}-from-pure-noise` }, { describe, it }, settings);
}
schedulerContract({ ...createPndm({ setAlphaToOne: true }), name: 'pndm-to-the-end' }, { describe, it });

schedulerContract({ ...createDdim({ eta: 1 }), name: 'ddim-eta-1' }, { describe, it });
schedulerContract({ ...createDdpm({ variance: 'fixed_large' }), name: 'ddpm-fixed-large' }, { describe, it });

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
