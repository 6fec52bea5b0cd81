import { Volume, type Grid } from '@braingen/volume';
import { classCount, type TissueModel } from './mixture.ts';
import { tissueNames, type TissueMaps, type TissueValues } from './tissues.ts';

/**
 * Turns the five classes' posteriors into maps of the three tissues.
 * A mixed voxel's fractions follow from where its intensity lies between the two means.
 *
 * @param posterior [voxel * 5 + class]
 * @param values intensity of each voxel
 * @param indices where the voxels lie on the grid
 */
export function tissueMapsFrom(
  posterior: Float32Array,
  values: Float32Array,
  indices: Int32Array,
  { means }: TissueModel,
  grid: Grid,
): { probabilities: TissueMaps; fractions: TissueMaps; volumesMl: TissueValues } {
  const probabilities = [0, 1, 2].map(() => Volume.zeros(grid));
  const fractions = [0, 1, 2].map(() => Volume.zeros(grid));
  const sums = [0, 0, 0];
  for (let i = 0; i < indices.length; i++) {
    const at = indices[i];
    for (let k = 0; k < 3; k++) {
      const pure = posterior[i * classCount + 2 * k];
      probabilities[k].voxels[at] += pure;
      fractions[k].voxels[at] += pure;
    }
    for (let k = 0; k < 2; k++) {
      const mixed = posterior[i * classCount + 2 * k + 1];
      const brighter = Math.min(Math.max((values[i] - means[k]) / (means[k + 1] - means[k]), 0), 1);
      probabilities[brighter > 0.5 ? k + 1 : k].voxels[at] += mixed;
      fractions[k].voxels[at] += mixed * (1 - brighter);
      fractions[k + 1].voxels[at] += mixed * brighter;
    }
    for (let k = 0; k < 3; k++) sums[k] += fractions[k].voxels[at];
  }
  const millilitres = probabilities[0].spacing.reduce((product, mm) => product * mm, 1) / 1000;
  const named = <T>(items: readonly T[]): Record<(typeof tissueNames)[number], T> => ({
    csf: items[0],
    gm: items[1],
    wm: items[2],
  });
  return {
    probabilities: named(probabilities),
    fractions: named(fractions),
    volumesMl: named(sums.map((sum) => sum * millilitres)),
  };
}
