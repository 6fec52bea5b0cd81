import { coarseSide, type Volume, type VoxelArray } from '@braingen/volume';
import type { TissueModel } from './mixture.ts';
import { robustMean } from './robust-means.ts';
import { tissueNames, type TissueMaps, type TissueName, type TissueValues } from './tissues.ts';

/** Fewer pure voxels than this make an unsure mean. */
const enoughVoxels = 50;

/** Two tissues nearer than this part of the contrast between CSF and WM are one, cut in two. */
const smallestGap = 0.25;

/** The robust mean of each tissue, the mixture's own mean where too few pure voxels are left, and what was unusual. */
export function tissueMeans(
  volume: Volume<VoxelArray>,
  probabilities: TissueMaps,
  indices: Int32Array,
  model: TissueModel,
): { means: TissueValues; warnings: string[] } {
  const means: Record<TissueName, number> = { csf: 0, gm: 0, wm: 0 };
  const warnings: string[] = [];
  tissueNames.forEach((name, k) => {
    const probability = probabilities[name].voxels;
    const { mean, voxels } = robustMean(
      volume,
      indices.filter((at) => probability[at] > 0.8),
    );
    const away = Math.abs(mean - model.means[k]) > (model.means[2] - model.means[0]) / 4;
    if (voxels < enoughVoxels || away) {
      means[name] = model.means[k];
      warnings.push(
        `${name}: only ${voxels} pure voxels of a mean near the mixture's; the mixture's mean stands instead`,
      );
    } else {
      means[name] = mean;
    }
  });
  const total = indices.length;
  for (const name of tissueNames) {
    const share = indices.reduce((sum, at) => sum + probabilities[name].voxels[at], 0) / total;
    if (share < 0.02) warnings.push(`${name}: ${(100 * share).toFixed(1)} % of the mask, less than any head has`);
  }
  const contrast = means.wm - means.csf;
  for (const [darker, brighter] of [
    ['csf', 'gm'],
    ['gm', 'wm'],
  ] as const) {
    const gap = (means[brighter] - means[darker]) / contrast;
    if (!(gap >= smallestGap))
      warnings.push(
        `${darker} and ${brighter}: means ${(100 * gap).toFixed(0)} % of the contrast apart, less than any T1-weighted head's`,
      );
  }
  if (coarseSide(volume) !== undefined) {
    const size = volume.spacing.map((mm) => Number(mm.toFixed(2))).join(' x ');
    warnings.push(`voxels of ${size} mm: thicker than the cortex, so that hardly one holds grey matter alone`);
  }
  return { means, warnings };
}
