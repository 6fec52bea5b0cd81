import type { UNetDescription } from '../kinds/unet/unet-description.ts';
import { ownVersion } from '../own-version.ts';

/** The versions that tools/parity/monai-bundle ran a bundle with. */
const tested = {
  monai_version: '1.4.0',
  pytorch_version: '1.13.0',
  numpy_version: '1.24.2',
  required_packages_version: { nibabel: '5.4.2', safetensors: '0.8.0', einops: '0.8.2', fire: '0.7.1' },
} as const;

/**
 * `configs/metadata.json` of a MONAI bundle.
 *
 * @param name of the model
 */
export function monaiMetadata(
  { grid, intensityRange, step, model: { outChannels = 1 } }: UNetDescription,
  name: string,
): Readonly<Record<string, unknown>> {
  const volume = {
    num_channels: outChannels,
    spatial_shape: grid.shape,
    dtype: 'float32',
    is_patch_data: false,
  };
  return {
    schema: 'https://github.com/Project-MONAI/MONAI-extra-test-data/releases/download/0.8.1/meta_schema_20240725.json',
    version: ownVersion,
    changelog: { [ownVersion]: `written by Braingen ${ownVersion}` },
    ...tested,
    name,
    task: 'Synthesis of T1-weighted brain MRI',
    description: `A denoising diffusion model of ${grid.shape.join(' x ')} voxels, trained for ${step} steps`,
    authors: 'see docs/README.md',
    copyright: 'see docs/README.md',
    intended_use: 'Research on methods; not for diagnosis',
    network_data_format: {
      inputs: {
        image: {
          ...volume,
          type: 'noise',
          format: 'magnitude',
          modality: 'MR',
          value_range: [],
          channel_def: { 0: 'noisy volume' },
        },
      },
      outputs: {
        pred: {
          ...volume,
          type: 'image',
          format: 'magnitude',
          modality: 'MR',
          value_range: intensityRange,
          channel_def: { 0: 'T1-weighted' },
        },
      },
    },
  };
}
