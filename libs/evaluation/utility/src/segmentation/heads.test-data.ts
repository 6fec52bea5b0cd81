import { createRandom, freezeAffine, Volume } from '@braingen/volume';
import type { MappedVolume } from './mapped-volume.ts';

const affine = freezeAffine([
  [4, 0, 0, -24],
  [0, 4, 0, -24],
  [0, 0, 4, -24],
  [0, 0, 0, 1],
]);

/**
 * Heads of 12 x 12 x 12 voxels: a ball of label 4, and within it a smaller and brighter one of label 7, whose place varies.
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
    const [cx, cy, cz] = [0, 0, 0].map(() => 5.5 + 2 * (random.uniform() - 0.5));
    const labels = Uint8Array.from({ length: 12 ** 3 }, (__, voxel) => {
      const [x, y, z] = [voxel % 12, Math.floor(voxel / 12) % 12, Math.floor(voxel / 144)];
      if (Math.hypot(x - cx, y - cy, z - cz) < 2.2) return 7;
      return Math.hypot(x - 5.5, y - 5.5, z - 5.5) < 5 ? 4 : 0;
    });
    const level = (label: number): number => ({ 4: 50, 7: 50 * brightness })[label] ?? 0;
    const voxels = Float32Array.from(labels, (label) => level(label) + noise * random.normal());
    const grid = { shape: [12, 12, 12] as const, affine };
    return { participant: `${names}-${i}`, volume: new Volume(voxels, grid), map: new Volume(labels, grid) };
  });
}
