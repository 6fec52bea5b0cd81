import { gunzipSync } from 'node:zlib';
import { headerBytes } from '@braingen/test-fixtures';
import { describe, expect, it } from 'vitest';
import type { Affine } from '../geometry/affine.ts';
import { decodeNifti } from '../index.ts';
import { reference } from '../testing/reference.test-data.ts';
import { planImage } from './plan.ts';
import { affineOfQform, qformOfAffine } from './quaternion.ts';
import { parseRawHeader } from './raw-header.ts';

const { cases: files } = reference<{
  cases: { bytes: string; shape: number[]; affine: Affine; qform: Affine; voxels: number[] }[];
}>('nibabel-files');

it.each(files)('reads a file of nibabel as nibabel does', async ({ bytes, shape, affine, voxels }) => {
  const plain = gunzipSync(Buffer.from(bytes, 'base64'));
  const { volume, header, warnings } = await decodeNifti(plain);
  expect(volume.shape).toEqual(shape);
  expect(warnings).toEqual([]);
  expect(header.description).toBe('by nibabel');
  expectClose(volume.affine, affine, 1e-6);
  volume.voxels.forEach((value, i) =>
    expect(Math.abs(value - voxels[i])).toBeLessThanOrEqual(1e-6 * Math.abs(voxels[i]) + 1e-6),
  );
});

interface Scan {
  name: string;
  dim: number[];
  datatype: number;
  bitpix: number;
  pixdim: number[];
  quaternion: [number, number, number];
  qoffset: [number, number, number];
  srows: number[][];
  qformCode: number;
  sformCode: number;
  affine: Affine;
  qform: Affine;
  codes: string;
}

describe('headers of real scans', () => {
  const { cases: scans } = reference<{ cases: Scan[] }>('scans');
  const plan = (scan: Scan, changes: Partial<Scan> = {}): ReturnType<typeof planImage> =>
    planImage(parseRawHeader(headerBytes({ ...scan, ...changes }), scan.name), { name: scan.name });

  it('cover what is common: left-handed, permuted and oblique ones', () => {
    expect(new Set(scans.map(({ codes }) => codes))).toEqual(new Set(['LIA', 'LAS']));
    expect(scans.filter(({ affine }) => affine[0][2] !== 0 && affine[0][0] !== 0).length).toBeGreaterThan(10);
  });

  it.each(scans)('$name: sform, qform and orientation as nibabel has them', (scan) => {
    const { affine, header } = plan(scan);
    expectClose(affine, scan.affine, 1e-6);
    expect(header.orientation).toBe(scan.codes);
    expectClose(plan(scan, { sformCode: 0, qformCode: 1 }).affine, scan.qform, 2e-4);
    // And the qform that would be written for it.
    expectClose(affineOfQform(qformOfAffine(scan.qform)), scan.qform, 1e-6);
  });
});

function expectClose(found: Affine, expected: Affine, tolerance: number): void {
  found.flat().forEach((value, i) => expect(Math.abs(value - expected.flat()[i])).toBeLessThanOrEqual(tolerance));
}
