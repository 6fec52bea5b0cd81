import { describe, expect, it } from 'vitest';
import { toFloat32, toHalf } from './number-formats.ts';

const throughHalf = (values: readonly number[]): number[] => {
  const halves = new Uint16Array(values.length);
  toHalf(Float32Array.from(values), halves);
  return [...toFloat32(new Uint8Array(halves.buffer), 'F16')];
};

describe('toHalf', () => {
  it('brings every binary16 back as it is', () => {
    const halves = Uint16Array.from({ length: 0x10000 }, (_, i) => i).filter((half) => (half & 0x7c00) !== 0x7c00);
    const back = new Uint16Array(halves.length);
    toHalf(toFloat32(new Uint8Array(halves.buffer), 'F16'), back);
    expect(back).toEqual(halves);
  });

  it('rounds to the nearest, ties to even', () => {
    expect(throughHalf([1 + 1 / 2048, 1 + 3 / 2048, 1 + 1.1 / 2048, 2 - 2 ** -12])).toEqual([
      1,
      1 + 2 / 1024,
      1 + 1 / 1024,
      2,
    ]);
    expect(throughHalf([2 ** -25, 3 * 2 ** -25, 65519, 2 ** -14 - 2 ** -26])).toEqual([0, 2 ** -23, 65504, 2 ** -14]);
  });

  it('keeps infinities and NaN', () => {
    expect(throughHalf([Infinity, -Infinity, 65520, NaN])).toEqual([Infinity, -Infinity, Infinity, NaN]);
  });
});

describe('toFloat32', () => {
  it('takes its own bytes alone of a Buffer that lies within another', () => {
    const pool = Buffer.alloc(64, 0x7f);
    const bytes = pool.subarray(3, 7);
    new DataView(bytes.buffer, bytes.byteOffset).setUint16(0, 0x3c00, true);
    new DataView(bytes.buffer, bytes.byteOffset).setUint16(2, 0xc000, true);
    expect([...toFloat32(bytes, 'F16')]).toEqual([1, -2]);
  });
});
