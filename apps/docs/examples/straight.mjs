import { spacedTimesteps, splitPrediction } from '@braingen/scheduler';

/**
 * DDIM in its shortest form (Song, Meng and Ermon 2021, eq. 12 with eta = 0): from x_t straight to x_s of the predicted x_0.
 *
 * @type {import('@braingen/scheduler').Scheduler}
 */
const straight = {
  name: 'straight',
  start(schedule, options) {
    const timesteps = spacedTimesteps(schedule, options.steps, options.spacing ?? 'trailing');
    return {
      timesteps,
      step(output, index, x) {
        const { x0, epsilon } = splitPrediction(output, x, timesteps[index], schedule, options);
        const s = timesteps[index + 1] ?? -1; // below 0: the clean volume
        return { x: x0.map((value, i) => schedule.signal(s) * value + schedule.noise(s) * epsilon[i]), x0 };
      },
    };
  },
};
export default straight;
