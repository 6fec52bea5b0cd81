import { freezeAffine, type Affine } from '@braingen/volume';

/** A turn by `angle`, in radians, from axis `a` towards axis `b`. */
export function turn(a: number, b: number, angle: number): Affine {
  const rows: number[][] = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? 1 : 0)));
  rows[a][a] = rows[b][b] = Math.cos(angle);
  rows[b][a] = Math.sin(angle);
  rows[a][b] = -Math.sin(angle);
  return freezeAffine(rows);
}
