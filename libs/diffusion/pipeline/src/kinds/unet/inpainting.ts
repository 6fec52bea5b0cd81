import { inpaintEach } from '@braingen/sampler';
import { tensorToVolumes } from '@braingen/volume';
import { fromNetwork } from '../../data/intensity-scale.ts';
import type { InpaintRequest, SampleRequest } from '../../sample-request.ts';
import { networkInput, networkMask } from '../../sampling/input-volume.ts';
import { fromNoise, type SamplingWay } from './sampling-way.ts';
import type { UNetDescription } from './unet-description.ts';

/** A volume with a region drawn again. @throws PipelineError of kind 'data' or 'request' */
export function byInpainting(
  description: UNetDescription,
  request: SampleRequest,
  inpaint: InpaintRequest,
): SamplingWay {
  const { resampling = { jump: 1, repeats: 5 } } = inpaint;
  const input = networkInput(inpaint, description);
  const mask = networkMask(inpaint, description);
  const plain = fromNoise(description, request);
  const { shape, affine } = description.grid;
  const [drawn] = tensorToVolumes(mask, [1, ...shape, 1], affine);
  return {
    ...plain,
    each: (options) => inpaintEach({ ...options, known: input.data, mask, resampling }),
    // The known voxels are the volume's own, not what the network's scale leaves of them.
    finish: (data) => {
      const made = fromNetwork(data, description);
      return made.with(made.voxels.map((value, i) => (drawn.voxels[i] ? value : input.volume.voxels[i])));
    },
    settings: { inpainted: { maskVoxels: mask.filter(Boolean).length, resampling } },
    warnings: [...plain.warnings, ...input.warnings],
  };
}
