import { createDdimInverse } from './ddim-inverse.ts';
import { ddimStep } from './ddim.ts';
import { memoryless } from './memoryless.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * Rectified flow (Liu, Gong and Liu 2023): Euler's method along the model's velocity. On the straight line of a 'flow'
 * schedule a step of dt adds dt (x_0 - epsilon), which is x_0 and epsilon put together again at the next time, that is,
 * DDIM's step; from T in equal strides ('trailing'), which the schedule's timestep shift moves towards noise.
 */
export const rectifiedFlow: Scheduler = {
  ...memoryless('rectified-flow', 'trailing', ddimStep(0)),
  inverse: createDdimInverse({ name: 'rectified-flow-inverse', spacing: 'trailing' }),
};
