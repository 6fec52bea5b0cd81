import { readVolume } from '@braingen/volume/node';

/**
 * How like one preprocessed scan is to another: the Dice coefficient of their masks, and the correlation of their voxels
 * where either mask is. Both lie in the template's space, so that the same head should give nearly the same.
 *
 * @param a,b paths up to what comes before `brain_mask.nii.gz` and `preproc_T1w.nii.gz`
 */
export async function likeness(a: string, b: string): Promise<{ dice: number; correlation: number }> {
  const masks = [await readVolume(`${a}brain_mask.nii.gz`), await readVolume(`${b}brain_mask.nii.gz`)];
  const images = [await readVolume(`${a}preproc_T1w.nii.gz`), await readVolume(`${b}preproc_T1w.nii.gz`)];
  const [p, q] = masks.map(({ voxels }) => voxels);
  const inside = [...p.keys()].filter((i) => p[i] + q[i] > 0);
  const both = inside.filter((i) => p[i] * q[i] > 0).length;
  const [x, y] = images.map(({ voxels }) => inside.map((i) => voxels[i]));
  return { dice: (2 * both) / (inside.length + both), correlation: correlation(x, y) };
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const product = (a: readonly number[], b: readonly number[], ma: number, mb: number): number =>
    a.reduce((sum, value, i) => sum + (value - ma) * (b[i] - mb), 0);
  return product(x, y, mx, my) / Math.sqrt(product(x, x, mx, mx) * product(y, y, my, my));
}
