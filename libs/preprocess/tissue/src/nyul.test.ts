import { identityAffine, Volume } from '@braingen/volume';
import { expect, test } from 'vitest';
import reference from '../../../../test-fixtures/reference/tissue/nyul.json' with { type: 'json' };
import { learnNyul, normalizeNyul } from './nyul.ts';

const shape = [20, 10, 10] as const;

/** The scans of tools/parity/tissue/nyul.py. */
function scan(index: number): { volume: Volume; mask: Volume<Uint8Array> } {
  const voxels = Float32Array.from({ length: 2000 }, (_, i) => {
    const hump = [30, 75, 110][i % 3] + 12 * Math.sin(i * (0.7 + index / 10));
    return hump * (1 + index) + 5 * index;
  });
  const grid = { shape, affine: identityAffine };
  return { volume: new Volume(voxels, grid), mask: new Volume(new Uint8Array(2000).fill(1), grid) };
}

test('landmarks and mapped intensities are those of intensity-normalization', async () => {
  const scale = await learnNyul([0, 1, 2].map(scan));
  expect(scale.quantiles).toEqual(reference.quantiles);
  scale.landmarks.forEach((landmark, i) => expect(landmark).toBeCloseTo(reference.landmarks[i], 6));
  const { volume, mask } = scan(3);
  const { voxels } = normalizeNyul(volume, { mask, scale: JSON.parse(JSON.stringify(scale)) });
  for (const [i, value] of Object.entries(reference.mapped)) expect(voxels[Number(i)]).toBeCloseTo(value, 5);
});

test('a scan on another linear scale comes out the same, and 0 outside the mask', async () => {
  const { volume, mask } = scan(1);
  const scale = await learnNyul([scan(0), scan(2)], { range: [1, 100] });
  const part = mask.with(mask.voxels.map((_, i) => Number(i % 5 > 0)));
  const a = normalizeNyul(volume, { mask: part, scale });
  const b = normalizeNyul(volume.with(volume.voxels.map((value) => 7 * value + 300)), { mask: part, scale });
  a.voxels.forEach((value, i) => expect(b.voxels[i]).toBeCloseTo(value, 3));
  expect(a.voxels.filter((_, i) => i % 5 === 0).every((value) => value === 0)).toBe(true);
  // Beyond the last landmark it goes on as before it.
  expect(Math.max(...a.voxels)).toBeGreaterThan(100);
});

test('what cannot be a scale or a scan is refused', async () => {
  const { volume, mask } = scan(0);
  const flat = volume.with(volume.voxels.map((value, i) => (i < 1500 ? 40 : value)));
  await expect(learnNyul([])).rejects.toThrow(/at least one scan, found none/);
  await expect(learnNyul([{ volume: flat, mask }])).rejects.toThrow(/rise from quantile .* found 40 at both/);
  await expect(learnNyul([scan(0)], { range: [1, 1] })).rejects.toThrow(/landmarks that rise/);
  const scale = { quantiles: [0, 0.5, 1], landmarks: [0, 1, 0.5] };
  expect(() => normalizeNyul(volume, { mask, scale })).toThrow(/landmarks that rise, found 0, 1, 0.5/);
  expect(() => normalizeNyul(volume, { mask, scale: { quantiles: [0, 1.5], landmarks: [0, 1] } })).toThrow(
    /within 0 to 1/,
  );
  expect(() => normalizeNyul(volume, { mask, scale: { quantiles: [0, 1], landmarks: [0] } })).toThrow(/found 2 and 1/);
});
