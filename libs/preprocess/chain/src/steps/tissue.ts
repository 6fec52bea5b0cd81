import { normalizeTissue, segmentTissue } from '@braingen/tissue';
import { sharedAtlas } from '../atlas.ts';
import { changeIntensities, learn } from '../head.ts';
import { scanMl } from '../measures.ts';
import type { Step } from '../step.ts';

/** Maps intensities so that the means of the tissues are the same in every head. */
export const tissueStep: Step = {
  name: 'tissue',
  apply: async (head, { template }, options) => {
    const { priors } = sharedAtlas(template, head.volume);
    const { means, deviations, volumesMl, warnings } = await segmentTissue(head.volume, { priors, ...options });
    const changed = changeIntensities(head, normalizeTissue(head.volume, { means }), (own) =>
      normalizeTissue(own, { means }),
    );
    const { noiseSigma } = head.measures;
    const matrix = head.placement?.matrix;
    const measures = {
      ...(noiseSigma !== undefined && noiseSigma > 0 && { snr: means.wm / noiseSigma }),
      cjv: (deviations.wm + deviations.gm) / (means.wm - means.gm),
      wmCov: deviations.wm / means.wm,
      csfMl: scanMl(volumesMl.csf, matrix),
      gmMl: scanMl(volumesMl.gm, matrix),
      wmMl: scanMl(volumesMl.wm, matrix),
    };
    return learn(head, { ...changed, isTissueScaled: true, measures, warnings });
  },
};
