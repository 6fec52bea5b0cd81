import { createUNet, openCheckpoint, type UNet } from '@braingen/unet3d';
import { descriptionFile } from '../../checkpoint-files.ts';
import { createSampling } from '../../config/sampling-config.ts';
import type { ModelKind } from '../../model-kind.ts';
import { checkUNetDescription } from './unet-description.ts';
import { planSampling } from './unet-sampling.ts';
import { prepareUNet } from './unet-training.ts';

/** One network on the whole grid, trained as a denoising diffusion model (Ho, Jain and Abbeel 2020). */
export const unetKind: ModelKind = {
  kind: 'unet',
  prepare: prepareUNet,
  rehearsals: (config, steps) => [
    { config: { ...config, training: { ...config.training, steps } }, steps: config.training.steps },
  ],
  open: async (files, json, { available, sampling: asked }) => {
    const description = checkUNetDescription(json, files.get(descriptionFile)?.name ?? descriptionFile);
    const sampling = asked ?? description.sampling ?? createSampling();
    const { has, read } = await openCheckpoint(files);
    const values = await read(has('ema') ? 'ema' : 'weights');
    let unet: UNet | undefined;
    const network = (): UNet => (unet ??= createUNet({ ...description.model, values }));
    return {
      description,
      sampling,
      plan: (request) => planSampling(description, sampling, request, network, available),
      dispose: () => {
        unet?.dispose();
        unet = undefined;
      },
    };
  },
};
