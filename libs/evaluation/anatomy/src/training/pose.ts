import { applyAffine, composeAffine, freezeAffine, invertAffine, type Affine, type Vector3 } from '@braingen/volume';
import type { LabelMap } from './label-map.ts';
import { turn } from './turn.ts';

/** Centres of structures in MNI152 space, right side, in millimetres (the left ones mirrored): where an upright head has them. */
const centres: readonly [left: number, right: number, centre: Vector3][] = [
  [10, 49, [12, -18, 8]],
  [11, 50, [14, 9, 10]],
  [12, 51, [26, 1, 0]],
  [13, 52, [20, -5, -1]],
  [17, 53, [26, -22, -14]],
  [18, 54, [23, -5, -19]],
  [8, 47, [25, -62, -37]],
];

/** The box of the cerebrum's cortex and white matter in MNI152 space, in millimetres. */
const cerebrum = { labels: [2, 3, 41, 42], low: [-70, -106, -48], high: [70, 72, 81] } as const;

/**
 * The way from MNI152 millimetres to a head's RAS millimetres: turned as the centres of its structures say, scaled along each axis
 * so that the cerebrum fills its box. To some millimetres, which is what a training needs that moves heads about anyway.
 *
 * @throws RangeError if the map lacks one of the structures it looks for
 */
export function standardPose(map: LabelMap): Affine {
  const centreOf = centroids(map);
  const pairs = centres.map(([left, right, standard]) => ({ left: centreOf(left), right: centreOf(right), standard }));

  const across = [0, 1, 2].map((axis) => pairs.reduce((sum, { left, right }) => sum + right[axis] - left[axis], 0));
  const yaw = Math.atan2(across[1], across[0]);
  const roll = Math.atan2(across[2], Math.hypot(across[0], across[1]));
  const level = composeAffine(turn(0, 2, -roll), turn(0, 1, -yaw));

  const pitch = composeAffine(turn(1, 2, pitchOf(pairs, level)), level);
  const { low, high } = boxOf(map, pitch);
  const scale = cerebrum.low.map((from, axis) => (cerebrum.high[axis] - from) / (high[axis] - low[axis]));
  const toStandard = freezeAffine([
    ...pitch
      .slice(0, 3)
      .map((row, axis) => [
        ...row.slice(0, 3).map((value) => value * scale[axis]),
        cerebrum.low[axis] - scale[axis] * low[axis],
      ]),
    [0, 0, 0, 1],
  ]);
  return invertAffine(toStandard);
}

/** The turn in the plane of y and z that brings the centres nearest to the standard's (Procrustes in two dimensions). */
function pitchOf(pairs: readonly { left: Vector3; right: Vector3; standard: Vector3 }[], level: Affine): number {
  const found = pairs.map(({ left, right }) =>
    applyAffine(level, left.map((value, axis) => (value + right[axis]) / 2) as unknown as Vector3),
  );
  const mean = (points: readonly Vector3[], axis: number): number =>
    points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const wanted = pairs.map(({ standard }) => standard);
  let [cross, dot] = [0, 0];
  found.forEach((point, i) => {
    const [y, z] = [1, 2].map((axis) => point[axis] - mean(found, axis));
    const [y1, z1] = [1, 2].map((axis) => wanted[i][axis] - mean(wanted, axis));
    cross += y * z1 - z * y1;
    dot += y * y1 + z * z1;
  });
  return Math.atan2(cross, dot);
}

/** Centres of labels in RAS millimetres. */
function centroids({ volume, labels }: LabelMap): (label: number) => Vector3 {
  const sums = labels.map(() => [0, 0, 0, 0]);
  const [nx, ny, nz] = volume.shape;
  for (let z = 0, i = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, i++) {
        const sum = sums[volume.voxels[i]];
        sum[0] += x;
        sum[1] += y;
        sum[2] += z;
        sum[3]++;
      }
    }
  }
  return (label) => {
    const sum = sums[labels.indexOf(label)];
    if (!sum) throw new RangeError(`label map: expected FreeSurfer's label ${label}, found none`);
    return applyAffine(volume.affine, [sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]]);
  };
}

/** The cerebrum's box once turned. */
function boxOf({ volume, labels }: LabelMap, turned: Affine): { low: number[]; high: number[] } {
  const wanted = new Set(cerebrum.labels.map((label) => labels.indexOf(label)));
  const toTurned = composeAffine(turned, volume.affine);
  const [low, high] = [
    [Infinity, Infinity, Infinity],
    [-Infinity, -Infinity, -Infinity],
  ];
  const [nx, ny, nz] = volume.shape;
  // Every second voxel along each axis: a millimetre is near enough.
  for (let z = 0; z < nz; z += 2) {
    for (let y = 0; y < ny; y += 2) {
      for (let x = 0; x < nx; x += 2) {
        if (!wanted.has(volume.voxels[x + nx * (y + ny * z)])) continue;
        const point = applyAffine(toTurned, [x, y, z]);
        for (let axis = 0; axis < 3; axis++) {
          if (point[axis] < low[axis]) low[axis] = point[axis];
          if (point[axis] > high[axis]) high[axis] = point[axis];
        }
      }
    }
  }
  return { low, high };
}
