import { createRandom, identityAffine, Volume } from '@braingen/volume';
import type { TissueMaps } from './tissues.ts';

/** A ball of white matter in a shell of grey matter in a shell of CSF, wavy, with mixed voxels and noise, all known. For tests. */
export interface SyntheticBrain {
  readonly image: Volume;
  readonly mask: Volume<Uint8Array>;
  readonly fractions: TissueMaps;
}

export function syntheticBrain(
  seed: number,
  means: readonly number[] = [30, 75, 110],
  noise = 4,
  size = 48,
): SyntheticBrain {
  const random = createRandom(seed);
  const grid = { shape: [size, size, size] as const, affine: identityAffine };
  const image = Volume.zeros(grid);
  const mask = new Volume(new Uint8Array(size ** 3), grid);
  const fractions = { csf: Volume.zeros(grid), gm: Volume.zeros(grid), wm: Volume.zeros(grid) };
  const phases = [0, 1, 2].map(() => 2 * Math.PI * random.uniform());
  const share = (distance: number): number => Math.min(Math.max(0.5 - distance, 0), 1);
  for (let z = 0; z < size; z++) {
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const i = x + size * (y + size * z);
        const c = (size - 1) / 2;
        const [dx, dy, dz] = [x - c, y - c, z - c];
        const fold = 2 * Math.sin(dx / 2 + phases[0]) * Math.sin(dy / 2 + phases[1]) * Math.sin(dz / 2 + phases[2]);
        const r = Math.hypot(dx, dy, dz);
        if (r > 0.46 * size) continue;
        mask.voxels[i] = 1;
        const wm = share(r + fold - 0.28 * size);
        const gm = share(r + fold - 0.38 * size) - wm;
        const csf = 1 - wm - gm;
        fractions.csf.voxels[i] = csf;
        fractions.gm.voxels[i] = gm;
        fractions.wm.voxels[i] = wm;
        image.voxels[i] = csf * means[0] + gm * means[1] + wm * means[2] + noise * random.normal();
      }
    }
  }
  return { image, mask, fractions };
}
