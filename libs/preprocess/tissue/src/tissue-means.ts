import type { Volume, VoxelArray } from '@braingen/volume';
import type { TissueModel } from './mixture.ts';
import { robustMean } from './robust-means.ts';
import { tissueNames, type TissueMaps, type TissueName, type TissueValues } from './tissues.ts';

/** Fewer pure voxels than this make an unsure mean. */
const enoughVoxels = 50;

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
  return { means, warnings };
}
