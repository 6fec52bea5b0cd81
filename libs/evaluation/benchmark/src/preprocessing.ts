import { n4 } from '@braingen/bias-field';
import { denoise } from '@braingen/denoise';
import { loadKernels } from '@braingen/kernels';
import { createPhantom } from '@braingen/phantom';
import { loadTemplate, registerAffine } from '@braingen/registration';
import type { Volume } from '@braingen/volume';
import type { Benchmark } from './benchmark.ts';

/** A step of the chain on a simulated head of ordinary size. */
function step(name: string, run: (head: Volume) => Promise<unknown>): Benchmark {
  return {
    name,
    prepare: async ({ threads }) => {
      const kernels = await loadKernels({ threads });
      const { image } = await createPhantom({ seed: 0 });
      return {
        engine: `${kernels.runtime} (${kernels.simd})`,
        work: { voxels: image.voxels.length },
        run: async () => void (await run(image)),
      };
    },
  };
}

export const denoising: Benchmark = step('denoise', (head) => denoise(head));

export const inhomogeneity: Benchmark = step('n4', (head) => n4(head));

export const registering: Benchmark = step('register', async (head) =>
  registerAffine(head, (await loadTemplate()).head),
);
