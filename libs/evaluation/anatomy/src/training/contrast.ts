import type { Random } from '@braingen/volume';
import { tissues, type Tissue } from './freesurfer.ts';

/** Where a tissue lies between cortex, 0, and white matter, 1, in T1-weighted scans: the range that is drawn from. */
const between: Readonly<Partial<Record<Tissue, readonly [low: number, high: number]>>> = {
  lesion: [0.2, 1],
  thalamus: [0.3, 0.8],
  caudate: [-0.15, 0.35],
  putamen: [0, 0.5],
  pallidum: [0.5, 1.05],
  accumbens: [-0.15, 0.35],
  hippocampus: [-0.2, 0.25],
  amygdala: [-0.2, 0.25],
  'cerebellar cortex': [-0.2, 0.35],
  'cerebellar white matter': [0.6, 1.05],
  brainstem: [0.5, 1],
  'ventral diencephalon': [0.4, 0.95],
};

/**
 * The mean intensity of every tissue. `t1`: white matter brightest, CSF darkest, the others between them as in T1-weighted scans.
 * Otherwise any intensity for any tissue (Billot et al. 2023, arXiv 2107.09559).
 *
 * @param count of tissues; those after `tissues` lie outside the skull and have any intensity
 */
export function drawContrast(random: Random, count: number, t1: boolean): Float32Array {
  const within = (low: number, high: number): number => low + (high - low) * random.uniform();
  const means = Float32Array.from({ length: count }, () => random.uniform());
  means[tissues.indexOf('air')] = within(0, 0.04);
  if (!t1) return means;
  const white = within(0.75, 0.95);
  const cortex = white - within(0.12, 0.35);
  const csf = Math.max(0.03, cortex - within(0.2, 0.5));
  const mean = (tissue: Tissue): number => {
    if (tissue === 'cortex') return cortex;
    if (tissue === 'white matter') return white;
    if (tissue === 'csf') return csf;
    if (tissue === 'ventricle') return Math.max(0, csf + within(-0.05, 0.03));
    if (tissue === 'choroid plexus') return csf + within(0, 0.6) * (cortex - csf);
    const range = between[tissue];
    return range ? cortex + within(...range) * (white - cortex) : means[tissues.indexOf(tissue)];
  };
  tissues.forEach((tissue, i) => (means[i] = mean(tissue)));
  return means;
}
