import type { Volume } from '@braingen/volume';

/**
 * Makes the intracranial cavity whole. Label maps leave out dura and venous sinuses, so that the tentorium is a gap in
 * their average: gaps narrower than `2 * radius` voxels are closed, and what no tissue claims inside counts as fluid.
 */
export function closeCavity(intracranial: Volume, csf: Volume, radius = 4): { intracranial: Volume; csf: Volume } {
  const mask = Uint8Array.from(intracranial.voxels, (p) => (p >= 0.5 ? 1 : 0));
  const grown = dilate(mask, intracranial.shape, radius);
  // Shrinking once more keeps the closed part away from the outer surface, where the average is right.
  const core = erode(grown, intracranial.shape, radius + 1);
  const whole = intracranial.voxels.slice();
  const fluid = csf.voxels.slice();
  for (let i = 0; i < whole.length; i++) {
    if (!core[i]) continue;
    fluid[i] += 1 - whole[i];
    whole[i] = 1;
  }
  return { intracranial: intracranial.with(whole), csf: csf.with(fluid) };
}

/** Beyond the grid there is nothing, and the neck leads out of it: erosion counts the outside as inside. */
function erode(mask: Uint8Array, shape: readonly [number, number, number], radius: number): Uint8Array {
  const outside = mask.map((value) => 1 - value);
  return dilate(outside, shape, radius).map((value) => 1 - value);
}

function dilate(mask: Uint8Array, [nx, ny, nz]: readonly [number, number, number], radius: number): Uint8Array {
  const out = mask.slice();
  for (let i = 0; i < mask.length; i++) {
    if (!mask[i]) continue;
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    // Voxels inside change nothing.
    const inner =
      x > 0 && y > 0 && z > 0 && x < nx - 1 && y < ny - 1 && z < nz - 1 &&
      mask[i - 1] && mask[i + 1] && mask[i - nx] && mask[i + nx] && mask[i - nx * ny] && mask[i + nx * ny]; // prettier-ignore
    if (inner) continue;
    for (let c = -radius; c <= radius; c++) {
      for (let b = -radius; b <= radius; b++) {
        const half = Math.floor(Math.sqrt(Math.max(-1, radius * radius - b * b - c * c)));
        if (!(half >= 0) || y + b < 0 || y + b >= ny || z + c < 0 || z + c >= nz) continue;
        const row = nx * (y + b + ny * (z + c));
        out.fill(1, row + Math.max(0, x - half), row + Math.min(nx - 1, x + half) + 1);
      }
    }
  }
  return out;
}
