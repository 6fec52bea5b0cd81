import { applyAffine, composeAffine, Volume, type Vector3 } from '@braingen/volume';
import { expect, it } from 'vitest';
import { simulatedHead, simulatedLabels } from './heads.test-data.ts';
import { readLabelMap } from './label-map.ts';
import { standardPose } from './pose.ts';
import { turn } from './turn.ts';

const points: readonly Vector3[] = [
  [30, -60, 20],
  [-40, 20, -10],
  [0, -20, 60],
];
const distance = (a: Vector3, b: Vector3): number => Math.hypot(...a.map((value, axis) => value - b[axis]));

it('finds an upright head within some millimetres of its place', async () => {
  const { map, pose } = await simulatedHead;
  const thalamus = map.labels.indexOf(49);
  const [nx, ny] = map.volume.shape;
  const sum = [0, 0, 0, 0];
  map.volume.voxels.forEach((index, i) => {
    if (index !== thalamus) return;
    [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny)), 1].forEach((value, axis) => (sum[axis] += value));
  });
  const centre = applyAffine(map.volume.affine, [sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]]);
  expect(distance(applyAffine(pose, [12, -18, 8]), centre)).toBeLessThan(10);
});

it('follows a head that is turned and moved', async () => {
  const labels = await simulatedLabels;
  const moved = composeAffine(composeAffine(turn(1, 2, 0.3), turn(0, 1, 0.15)), [
    [1, 0, 0, 20],
    [0, 1, 0, -35],
    [0, 0, 1, 12],
    [0, 0, 0, 1],
  ]);
  const before = standardPose(readLabelMap(labels));
  const after = standardPose(
    readLabelMap(new Volume(labels.voxels, { shape: labels.shape, affine: composeAffine(moved, labels.affine) })),
  );
  for (const point of points) {
    expect(distance(applyAffine(after, point), applyAffine(moved, applyAffine(before, point)))).toBeLessThan(8);
  }
});

it('says which label it lacks', async () => {
  const labels = await simulatedLabels;
  const lacking = labels.with(labels.voxels.map((label) => (label === 49 ? 0 : label)));
  expect(() => standardPose(readLabelMap(lacking))).toThrow("expected FreeSurfer's label 49, found none");
});
