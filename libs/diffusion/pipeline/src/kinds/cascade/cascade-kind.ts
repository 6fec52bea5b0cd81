import { decodeCascade, openCascade, type CascadeCheckpoint } from '@braingen/cascade';
import { descriptionFile } from '@braingen/unet3d';
import { createSampling } from '../../config/sampling-config.ts';
import type { CheckpointFiles, ModelKind } from '../../model-kind.ts';
import { checkCascadeDescription } from './cascade-description.ts';
import { planCascadeSampling } from './cascade-sampling.ts';
import { prepareCascade } from './cascade-training.ts';

/** A Gaussian model of coarse volumes, then details stage by stage (@braingen/cascade). */
export const cascadeKind: ModelKind = {
  kind: 'cascade',
  prepare: prepareCascade,
  open: async (files, json, { sampling: asked }) => {
    const description = checkCascadeDescription(json, files.get(descriptionFile)?.name ?? descriptionFile);
    const sampling = asked ?? description.sampling ?? createSampling();
    const checkpoint = await readCascade(files);
    let opened: ReturnType<typeof openCascade> | undefined;
    return {
      description,
      sampling,
      plan: async (request) =>
        planCascadeSampling(description, sampling, request, () => (opened ??= openCascade(checkpoint))),
      dispose: () => {
        opened?.dispose();
        opened = undefined;
      },
    };
  },
};

/** The cascade among a checkpoint's files. */
export async function readCascade(files: CheckpointFiles): Promise<CascadeCheckpoint> {
  const bytes = new Map<string, Uint8Array>();
  for (const [name, source] of files) {
    // What only resuming needs is left where it is.
    if (name !== descriptionFile && !name.includes('.state-')) bytes.set(name, await source.read(0, source.size));
  }
  return decodeCascade(bytes);
}
