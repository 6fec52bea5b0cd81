import { describe, expect, it } from 'vitest';
import { findAir, raiseAir } from './air.ts';
import { identityAffine } from './geometry/affine.ts';
import { Volume } from './geometry/volume.ts';
import { createRandom } from './random/random.ts';

const random = createRandom('air');
const head = new Volume(
  Float32Array.from({ length: 20 ** 3 }, (_, i) => (i % 3 === 0 ? 100 : 0) + Math.abs(random.normal())),
  { shape: [20, 20, 20], affine: identityAffine },
);
/** Every third voxel holds tissue of 100 and 60, all others are blank. */
const brain = head.with(
  Float32Array.from(head.voxels, (_, i) => (i % 3 ? 0 : i % 2 ? 100 : 60) + (i % 3 ? 0 : random.normal())),
);
const changed = (volume: Volume, change: (value: number, i: number) => number): Volume =>
  volume.with(volume.voxels.map(change));

describe('raiseAir', () => {
  it('takes an offset off, and says so', () => {
    const { volume, warnings } = raiseAir(changed(head, (value) => value - 30));
    expect(warnings).toEqual(['intensities reach down to -30.0 in the air: shifted up to 0']);
    volume.voxels.forEach((value, i) => expect(Math.abs(value - head.voxels[i])).toBeLessThan(0.1));
  });

  it('lets no outlier decide where air is', () => {
    const { volume } = raiseAir(changed(head, (value, i) => (i === 7 ? -1e6 : value - 30)));
    expect(volume.voxels[7]).toBe(0);
    expect(volume.voxels[9]).toBeCloseTo(head.voxels[9], 1);
    const spiked = changed(head, (value, i) => (i === 7 ? -1e6 : value));
    expect(findAir(spiked)).toEqual({ level: 0, blank: undefined });
  });

  it('leaves ringing and ordinary heads alone', () => {
    expect(raiseAir(head)).toMatchObject({ volume: head, warnings: [] });
    const ringing = changed(head, (value) => value - 2);
    expect(raiseAir(ringing).volume).toEqual(ringing);
  });

  it.each([0.6, 0.01])('takes padding of -1000 for background, be it %d of the voxels', (part) => {
    const isPadding = (i: number): boolean => (i * 0.618) % 1 < part;
    const { volume, warnings } = raiseAir(changed(head, (value, i) => (isPadding(i) ? -1000 : value)));
    volume.voxels.forEach((value, i) => expect(value).toBe(isPadding(i) ? 0 : head.voxels[i]));
    expect(warnings).toEqual(['voxels of exactly -1.00e+3 were taken for background']);
  });

  it('puts a z-scored brain above its background of 0', () => {
    const { volume } = raiseAir(changed(brain, (value) => (value === 0 ? 0 : (value - 80) / 20)));
    const scale = (volume.voxels[3] - volume.voxels[0]) / (brain.voxels[3] - brain.voxels[0]);
    expect(scale).toBeCloseTo(1 / 20, 4);
    brain.voxels.forEach((value, i) => {
      if (value === 0) expect(volume.voxels[i]).toBe(0);
    });
    const dark = volume.voxels.filter((_, i) => i % 6 === 0);
    expect(dark.reduce((sum, value) => sum + value, 0) / dark.length).toBeGreaterThan(0.05);
  });

  it('gives the way back', () => {
    const padded = changed(head, (value, i) => (i % 4 === 1 ? -5000 : value - 30));
    const { volume, lower } = raiseAir(padded);
    lower(volume).voxels.forEach((value, i) => expect(Math.abs(value - padded.voxels[i])).toBeLessThan(0.1));
    expect(lower(volume).voxels[1]).toBe(-5000);
    expect(raiseAir(head).lower(head)).toBe(head);
  });

  it('lets a constant be', () => {
    const flat = changed(head, () => -5);
    expect(raiseAir(flat).volume).toEqual(flat);
  });

  it('finds padding below an offset as well', () => {
    const { volume } = raiseAir(changed(head, (value, i) => (i % 4 === 1 ? -5000 : value - 30)));
    volume.voxels.forEach((value, i) => expect(value).toBeCloseTo(i % 4 === 1 ? 0 : head.voxels[i], 0));
  });
});
