import { metrics as registry } from '@braingen/metrics';
import { createRandom, elementCount, identityAffine, Volume } from '@braingen/volume';
import { startEngine } from '@braingen/engine';
import type { Benchmark } from './benchmark.ts';

const shape = [84, 128, 84] as const;
const count = 6;

/** Every built-in metric on six real and six synthetic volumes of the published size. */
export const metrics: Benchmark = {
  name: 'metrics',
  prepare: async ({ threads }) => {
    const engine = await startEngine({ threads });
    const [real, synthetic] = ['real', 'synthetic'].map(cohort);
    return {
      engine: engine.describe(),
      work: { voxels: 2 * count * elementCount(shape) },
      run: async () => {
        for (const metric of registry) {
          // Fresh volumes: features are remembered by volume.
          const again = (volumes: Volume[]): Volume[] => volumes.map((volume) => volume.with(volume.voxels));
          await metric.evaluate(again(real), again(synthetic), { resamples: 1000 });
        }
      },
    };
  },
};

function cohort(label: string): Volume[] {
  return Array.from({ length: count }, (_, index) => {
    const random = createRandom(`${label} ${index}`);
    const voxels = Float32Array.from({ length: elementCount(shape) }, () => random.uniform());
    return new Volume(voxels, { shape, affine: identityAffine });
  });
}
