import type { Volume } from '@braingen/volume';

/**
 * Whether white matter, the brightest class, fills more of the mask's rim than of the whole mask. A brain's rim is fluid and
 * cortex, so then the brightest class is not white matter: the contrast is T2's, or the mask holds scalp. Without priors
 * nothing else tells, since classes are found in the order of their brightness.
 *
 * @param wm probability of white matter
 * @param indices the voxels of the mask; the grid's faces are no rim, for a head may be cut there
 */
export function isRimBright({ voxels, shape }: Volume, indices: Int32Array): boolean {
  const [nx, ny, nz] = shape;
  const inside = new Uint8Array(voxels.length);
  for (const at of indices) inside[at] = 1;
  let [all, rim, rimVoxels] = [0, 0, 0];
  for (const at of indices) {
    all += voxels[at];
    const x = at % nx;
    const y = Math.floor(at / nx) % ny;
    const z = Math.floor(at / (nx * ny));
    const isRim =
      (x > 0 && !inside[at - 1]) ||
      (x < nx - 1 && !inside[at + 1]) ||
      (y > 0 && !inside[at - nx]) ||
      (y < ny - 1 && !inside[at + nx]) ||
      (z > 0 && !inside[at - nx * ny]) ||
      (z < nz - 1 && !inside[at + nx * ny]);
    if (!isRim) continue;
    rim += voxels[at];
    rimVoxels++;
  }
  return rimVoxels > 0 && rim / rimVoxels > all / indices.length;
}
