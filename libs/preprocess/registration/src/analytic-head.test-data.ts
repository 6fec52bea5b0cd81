import {
  applyAffine,
  composeAffine,
  freezeAffine,
  identityAffine,
  Volume,
  type Affine,
  type Grid,
  type Vector3,
} from '@braingen/volume';

/** For tests: a head given by formulas, so that it can be seen on any grid under any map without interpolation. */
export function analyticHead(grid: Grid, toHead: Affine = identityAffine): Volume<Float32Array> {
  const volume = Volume.zeros(grid);
  const map = composeAffine(toHead, grid.affine);
  const [nx, ny, nz] = grid.shape;
  for (let z = 0, i = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, i++) volume.voxels[i] = intensity(applyAffine(map, [x, y, z]));
    }
  }
  return volume;
}

/** Scalp, skull, brain with folds, ventricles, cerebellum and a lesion on the right: nothing of it is symmetric. */
function intensity([x, y, z]: Vector3): number {
  const head = inside(x, y, z, [0, -5, 0], [78, 98, 88]);
  if (head < 0.01) return 0;
  const cavity = inside(x, y, z, [0, -5, 5], [66, 84, 68]);
  const folds =
    Math.sin(0.21 * x + 0.4) * Math.sin(0.19 * y + 0.13 * x) * Math.sin(0.23 * z - 0.08 * y + 1) > 0 ? 60 : 95;
  const ventricles = inside(x, y, z, [-14, 4, 14], [9, 32, 10], -0.2) + inside(x, y, z, [15, 0, 13], [8, 28, 12], 0.2);
  const cerebellum = inside(x, y, z, [3, -55, -30], [44, 26, 20]);
  const lesion = inside(x, y, z, [38, 30, 20], [13, 10, 15]);
  let value = folds;
  value = mix(value, 75 + 15 * Math.sin(0.5 * z), cerebellum);
  value = mix(value, 20, Math.min(1, ventricles));
  value = mix(value, 130, lesion);
  return head * mix(inside(x, y, z, [0, -5, 1], [72, 91, 78]) > 0.5 ? 15 : 110, value, cavity);
}

const mix = (a: number, b: number, t: number): number => a + (b - a) * t;

/** 1 inside an ellipsoid turned about z, 0 outside, with an edge of about 2 mm. */
function inside(x: number, y: number, z: number, centre: Vector3, radii: Vector3, turn = 0): number {
  const [u, v, w] = [x - centre[0], y - centre[1], z - centre[2]];
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const r = Math.hypot((c * u + s * v) / radii[0], (c * v - s * u) / radii[1], w / radii[2]);
  return 1 / (1 + Math.exp(((r - 1) * Math.min(...radii)) / 0.7));
}

/** A grid of cubic voxels around the head. */
export function headGrid(spacing: number, shape: readonly [number, number, number] = [192, 232, 208]): Grid {
  const size = shape.map((mm) => Math.round(mm / spacing)) as unknown as Grid['shape'];
  const affine = [0, 1, 2].map((r) =>
    [0, 1, 2, 3].map((c) => (c === r ? spacing : c === 3 ? (-spacing * (size[r] - 1)) / 2 : 0)),
  );
  return { shape: size, affine: freezeAffine([...affine, [0, 0, 0, 1]]) };
}

/** Turned by degrees about x, then y, then z; scaled; moved by millimetres. */
export function pose(degrees: Vector3, scale: Vector3, shift: Vector3): Affine {
  let matrix: Affine = freezeAffine([
    [scale[0], 0, 0, 0],
    [0, scale[1], 0, 0],
    [0, 0, scale[2], 0],
    [0, 0, 0, 1],
  ]);
  for (const axis of [0, 1, 2]) {
    const angle = (degrees[axis] * Math.PI) / 180;
    const [u, v] = [(axis + 1) % 3, (axis + 2) % 3];
    const rows: number[][] = [0, 1, 2, 3].map((r) => [0, 1, 2, 3].map((c) => (r === c ? 1 : 0)));
    rows[u][u] = rows[v][v] = Math.cos(angle);
    rows[v][u] = Math.sin(angle);
    rows[u][v] = -Math.sin(angle);
    matrix = composeAffine(freezeAffine(rows), matrix);
  }
  return freezeAffine(matrix.map((row, r) => (r < 3 ? [row[0], row[1], row[2], shift[r]] : row)));
}

/** Root mean square distance between two maps over the points of a cavity of 66 x 84 x 68 mm, in millimetres. */
export function distance(a: Affine, b: Affine): number {
  let sum = 0,
    count = 0;
  for (let x = -60; x <= 60; x += 12) {
    for (let y = -80; y <= 80; y += 12) {
      for (let z = -60; z <= 70; z += 12) {
        if (Math.hypot(x / 66, (y + 5) / 84, (z - 5) / 68) > 1) continue;
        const [p, q] = [applyAffine(a, [x, y, z]), applyAffine(b, [x, y, z])];
        sum += (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 + (p[2] - q[2]) ** 2;
        count++;
      }
    }
  }
  return Math.sqrt(sum / count);
}
