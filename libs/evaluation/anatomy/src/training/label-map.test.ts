import { reorient, type Volume } from '@braingen/volume';
import { expect, it } from 'vitest';
import { simulatedLabels } from './heads.test-data.ts';
import { readLabelMap } from './label-map.ts';

it('reads a map in any orientation', async () => {
  const labels: Volume<Uint16Array> = reorient(await simulatedLabels, 'RAS') as Volume<Uint16Array>;
  const [straight, turned] = [readLabelMap(labels), readLabelMap(reorient(labels, 'LIA'))];
  const names = (map: typeof straight): number[] => Array.from(map.volume.voxels, (index) => map.labels[index]);
  expect(names(turned).join()).toBe(labels.voxels.join());
  expect(turned.volume.affine).toEqual(straight.volume.affine);
});

it('gives what lies outside the skull intensities of its own', async () => {
  const { labels, tissue, region, inside } = readLabelMap(await simulatedLabels);
  const outside = labels.flatMap((label, i) => (label >= 500 ? [i] : []));
  expect(outside.length).toBeGreaterThan(3);
  expect(new Set(outside.map((i) => tissue[i])).size).toBe(outside.length);
  expect(outside.every((i) => region[i] === 0 && inside[i] === 0)).toBe(true);
});

it('refuses labels that are not known', async () => {
  const labels = await simulatedLabels;
  const other = labels.with(labels.voxels.map((label) => (label === 3 ? 99 : label)));
  expect(() => readLabelMap(other)).toThrow("expected at most 256 of FreeSurfer's labels, found 99");
});
