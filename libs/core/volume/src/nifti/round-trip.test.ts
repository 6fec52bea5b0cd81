import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Volume, type VoxelArray } from '../geometry/volume.ts';
import { decodeNifti, encodeNifti } from '../index.ts';
import { identityAffine, spacingOf, type Affine } from '../geometry/affine.ts';
import { volumes } from '../testing/arbitraries.test-data.ts';

function expectSamePlace(found: Affine, expected: Affine, version: 1 | 2): void {
  // NIfTI-1 keeps float32, NIfTI-2 all of it.
  const kept = version === 1 ? Math.fround : (value: number): number => value;
  expect(found.flat().map((value) => value + 0)).toEqual(expected.flat().map((value) => kept(value) + 0));
}

describe('a round trip through a file loses nothing', () => {
  it.each([1, 2] as const)('NIfTI-%i, plain and compressed, every type', async (version) => {
    await fc.assert(
      fc.asyncProperty(volumes, fc.boolean(), async (volume, gzip) => {
        const bytes = await encodeNifti(volume, { version, gzip, description: 'ähnlich' });
        const { volume: read, header, warnings } = await decodeNifti(bytes);
        expect(read.shape).toEqual(volume.shape);
        expect([...read.voxels]).toEqual([...volume.voxels]);
        expectSamePlace(read.affine, volume.affine, version);
        expect(header.description).toBe('ähnlich');
        expect(header.datatype).toBe(volume.voxels.constructor.name.replace('Array', '').toLowerCase());
        expect(header.calMin).toBe(Math.fround(Math.min(...volume.voxels)));
        expect(header.calMax).toBe(Math.fround(Math.max(...volume.voxels)));
        expect(header.slope).toBe(1);
        // sform and qform must tell the same place, or the qform be switched off.
        expect(warnings.filter((warning) => !/one slice|same value/.test(warning))).toEqual([]);
      }),
    );
  });

  it('scales into an integer type by at most half a step', async () => {
    await fc.assert(
      fc.asyncProperty(
        volumes,
        fc.constantFrom('int16' as const, 'uint8' as const, 'uint16' as const),
        async (volume, datatype) => {
          const fractions = volume.with(Float32Array.from(volume.voxels, (_, i) => Math.sin(i) * 1000 + 3));
          const { volume: read, header } = await decodeNifti(await encodeNifti(fractions, { datatype }));
          const range = Math.max(...fractions.voxels) - Math.min(...fractions.voxels);
          const step = range / (datatype === 'uint8' ? 255 : 65535);
          read.voxels.forEach((value, i) =>
            expect(Math.abs(value - fractions.voxels[i])).toBeLessThanOrEqual(0.51 * step + 1e-3),
          );
          expect(header.datatype).toBe(datatype);
        },
      ),
    );
  });
});

const grid = { shape: [3, 1, 1] as const, affine: identityAffine };
const row = (voxels: VoxelArray): Volume<VoxelArray> => new Volume(voxels, grid);

describe('labels', () => {
  it.each([
    [Float32Array.of(0, 1, 255), 'uint8'],
    [Float32Array.of(-1, 0, 5), 'int16'],
    [Float32Array.of(0, 502, 40000), 'uint16'],
    [Float64Array.of(0, 1, 70000), 'int32'],
    [Float64Array.of(0, 1, 3e9), 'uint32'],
  ])('%o become %s', async (voxels, datatype) => {
    const { header, volume } = await decodeNifti(await encodeNifti(row(voxels), { labels: true }));
    expect(header.datatype).toBe(datatype);
    expect(header.intentCode).toBe(1002);
    expect([...volume.voxels]).toEqual([...voxels]);
  });

  it('are whole and fit', async () => {
    await expect(encodeNifti(row(Float32Array.of(0, 0.5, 1)), { labels: true })).rejects.toThrow(/whole numbers/);
    await expect(encodeNifti(row(Float32Array.of(0, 1, 300)), { labels: true, datatype: 'uint8' })).rejects.toThrow(
      /0 to 255 for uint8, found 0 to 300/,
    );
  });
});

it('refuses to write what no reader could trust', async () => {
  await expect(encodeNifti(row(Float32Array.of(0, NaN, 1)))).rejects.toThrow(/finite voxels, found NaN at index 1/);
  await expect(encodeNifti(row(Float32Array.of(0, 1, 2)), { description: 'ä'.repeat(40) })).rejects.toThrow(
    /79 bytes, found 80/,
  );
  await expect(
    encodeNifti(new Volume(new Uint8Array(40000), { shape: [40000, 1, 1], affine: identityAffine }), { version: 1 }),
  ).rejects.toThrow(/32767/);
});

it('takes NIfTI-2 where an axis is too long for NIfTI-1', async () => {
  const long = new Volume(new Uint8Array(40000).fill(1, 7), { shape: [40000, 1, 1], affine: identityAffine });
  const { header, volume } = await decodeNifti(await encodeNifti(long));
  expect(header.format).toBe('NIfTI-2');
  expect(volume.voxels.indexOf(1)).toBe(7);
});

it('writes the space into both codes', async () => {
  for (const [space, code] of [
    ['scanner', 1],
    ['aligned', 2],
    ['mni152', 4],
  ] as const) {
    const { header } = await decodeNifti(await encodeNifti(row(Float32Array.of(1, 2, 3)), { space }));
    expect([header.sformCode, header.qformCode]).toEqual([code, code]);
  }
});

it('switches the qform off where the affine is sheared, and keeps the shear', async () => {
  const sheared = new Volume(new Uint8Array(27).fill(1, 5), {
    shape: [3, 3, 3],
    affine: [
      [1, 0.25, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 2, 0],
      [0, 0, 0, 1],
    ],
  });
  const { header, volume, warnings } = await decodeNifti(await encodeNifti(sheared));
  expect([header.sformCode, header.qformCode]).toEqual([2, 0]);
  expect(volume.affine).toEqual(sheared.affine);
  expect(spacingOf(volume.affine)[1]).toBeCloseTo(Math.hypot(1, 0.25));
  expect(warnings).toEqual([]);
});
