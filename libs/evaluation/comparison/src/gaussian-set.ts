import { fitGaussian, sampleGaussian } from '@braingen/cascade';
import { createRandom, type Volume } from '@braingen/volume';
import { linearGaussian, type SetBeside } from './beside.ts';

/**
 * Samples of a mean and a covariance of the training volumes: what a model that learns anything more must beat. Values
 * outside the training volumes' range are cut off, as a model's are.
 */
export function gaussianSet(training: readonly Volume[], count: number, seed: number): SetBeside | undefined {
  if (training.length < 2) return undefined;
  // The covariance as it is: shrinkage serves denoising, and choosing it costs time.
  const model = fitGaussian(
    training.map(({ voxels }) => voxels),
    { shrinkage: { share: 1, floor: 0 } },
  );
  let [low, high] = [Infinity, -Infinity];
  for (const { voxels } of training) {
    for (let i = 0; i < voxels.length; i++) {
      low = Math.min(low, voxels[i]);
      high = Math.max(high, voxels[i]);
    }
  }
  const random = createRandom(seed).fork(linearGaussian);
  const volumes = Array.from({ length: count }, () =>
    training[0].with(sampleGaussian(model, random).map((value) => Math.min(high, Math.max(low, value)))),
  );
  return { name: linearGaussian, volumes };
}
