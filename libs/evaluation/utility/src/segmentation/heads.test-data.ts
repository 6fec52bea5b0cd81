import { createRandom, freezeAffine, Volume } from '@braingen/volume';
import type { MappedVolume } from './mapped-volume.ts';

/** Voxels along an axis. */
const n = 10;
const affine = freezeAffine([
  [5, 0, 0, -25],
  [0, 5, 0, -25],
  [0, 0, 5, -25],
  [0, 0, 0, 1],
]);

/**
 * Heads of 10 x 10 x 10 voxels: a ball of label 4, and within it a smaller and brighter one of label 7, whose place varies.
 *
 * @param brightness of the smaller ball over that of the larger one, which is 50
 */
export function heads(
  names: string,
  count: number,
  { brightness = 2, noise = 4 }: { readonly brightness?: number; readonly noise?: number } = {},
): MappedVolume[] {
  const random = createRandom(names);
  return Array.from({ length: count }, (_, i) => {
    const [cx, cy, cz] = [0, 0, 0].map(() => 4.5 + 1.6 * (random.uniform() - 0.5));
    const labels = Uint8Array.from({ length: n ** 3 }, (__, voxel) => {
      const [x, y, z] = [voxel % n, Math.floor(voxel / n) % n, Math.floor(voxel / n ** 2)];
      if (Math.hypot(x - cx, y - cy, z - cz) < 1.9) return 7;
      return Math.hypot(x - 4.5, y - 4.5, z - 4.5) < 4.2 ? 4 : 0;
    });
    const level = (label: number): number => ({ 4: 50, 7: 50 * brightness })[label] ?? 0;
    const voxels = Float32Array.from(labels, (label) => level(label) + noise * random.normal());
    const grid = { shape: [n, n, n] as const, affine };
    return { participant: `${names}-${i}`, volume: new Volume(voxels, grid), map: new Volume(labels, grid) };
  });
}
