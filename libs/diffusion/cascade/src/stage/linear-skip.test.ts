import { startEngine, tf } from '@braingen/engine';
import { addNoise, createSchedule, sigmaOf, splitPrediction } from '@braingen/scheduler';
import { createRandom } from '@braingen/volume';
import { beforeAll, describe, expect, it } from 'vitest';
import { fitGaussian } from '../gaussian/fit-gaussian.ts';
import { denoiseGaussian, sampleGaussian } from '../gaussian/gaussian-model.ts';
import { largestDifference } from '../reference.test-data.ts';
import { linearPrediction } from './linear-skip.ts';

beforeAll(() => startEngine());

describe('linearPrediction', () => {
  it("is the v of the Gaussian model's denoiser, each volume at its own time", async () => {
    const random = createRandom(1);
    const draw = (): Float32Array => Float32Array.from({ length: 24 }, () => random.normal());
    const model = fitGaussian([draw(), draw(), draw(), draw()]);
    const schedule = createSchedule({ sigmaMax: 3 });
    const times = [40, 320.5];
    const noisy = times.map((t) => addNoise(schedule, sampleGaussian(model, random), draw(), t));
    const { predict, dispose } = linearPrediction(model, schedule);
    const joined = Float32Array.from(noisy.flatMap((each) => [...each]));
    const output = tf.tidy(() => predict(tf.tensor5d(joined, [2, 2, 3, 4, 1]), tf.tensor1d(times)).v);
    const values = (await output.data()) as Float32Array;
    times.forEach((t, i) => {
      const v = values.slice(24 * i, 24 * (i + 1));
      const { x0 } = splitPrediction(v, noisy[i], t, schedule, { predictionType: 'v' });
      const y = noisy[i].map((value) => value / schedule.signal(t));
      expect(largestDifference(x0, denoiseGaussian(model, y, sigmaOf(schedule, t)))).toBeLessThan(1e-4);
    });
    output.dispose();
    dispose();
  });
});
