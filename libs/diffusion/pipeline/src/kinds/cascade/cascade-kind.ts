import { openCascade } from '@braingen/cascade';
import { descriptionFile } from '@braingen/unet3d';
import { createSampling } from '../../config/sampling-config.ts';
import type { ModelKind } from '../../model-kind.ts';
import { checkCascadeDescription } from './cascade-description.ts';
import { planCascadeSampling } from './cascade-sampling.ts';
import { prepareCascade } from './cascade-training.ts';
import { rehearseStages } from './rehearse-stages.ts';
import { readCascade } from './read-cascade.ts';

/** A Gaussian model of coarse volumes, then details stage by stage (@braingen/cascade). */
export const cascadeKind: ModelKind = {
  kind: 'cascade',
  prepare: prepareCascade,
  rehearsals: rehearseStages,
  open: async (files, json, { sampling: asked }) => {
    const description = checkCascadeDescription(json, files.get(descriptionFile)?.name ?? descriptionFile);
    const sampling = asked ?? description.sampling ?? createSampling();
    const checkpoint = await readCascade(files);
    let opened: ReturnType<typeof openCascade> | undefined;
    const read = { description, checkpoint, sampling, open: () => (opened ??= openCascade(checkpoint)) };
    return {
      description,
      sampling,
      plan: async (request) => planCascadeSampling(read, request),
      dispose: () => {
        opened?.dispose();
        opened = undefined;
      },
    };
  },
};
