import { normalizeTissue, segmentTissue } from '@braingen/tissue';
import { learn, scanMl, type ChainStep } from '../head.ts';

/** Maps intensities so that the means of the tissues are the same in every head. */
export const tissueStep: ChainStep = {
  name: 'tissue',
  apply: async (head, { atlasOn }, options) => {
    const { priors } = atlasOn(head.volume);
    const { means, deviations, volumesMl, warnings } = await segmentTissue(head.volume, { priors, ...options });
    const volume = normalizeTissue(head.volume, { means });
    const { noiseSigma } = head.measures;
    const measures = {
      // White matter over the noise the scan came with: what was before denoising.
      ...(noiseSigma > 0 && { snr: means.wm / noiseSigma }),
      // Coefficient of joint variation (Magnotta 2006) and of variation of white matter, as MRIQC reports them.
      cjv: (deviations.wm + deviations.gm) / (means.wm - means.gm),
      wmCov: deviations.wm / means.wm,
      csfMl: scanMl(head, volumesMl.csf),
      gmMl: scanMl(head, volumesMl.gm),
      wmMl: scanMl(head, volumesMl.wm),
    };
    return learn(head, { volume, isTissueScaled: true, measures, warnings });
  },
};
