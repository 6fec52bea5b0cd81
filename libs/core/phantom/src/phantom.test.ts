import {
  applyAffine,
  invertAffine,
  orientationOf,
  spacingOf,
  worldToVoxel,
  type Volume,
  type VoxelArray,
} from '@braingen/volume';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPhantom, labels, type Phantom } from './index.ts';

const small = { shape: [48, 56, 48], spacing: 4 } as const;

function millilitres(volume: Volume<VoxelArray>): number {
  const [x, y, z] = volume.spacing;
  let sum = 0;
  for (const voxel of volume.voxels) sum += voxel;
  return (sum * x * y * z) / 1000;
}

/** Mean world position of a structure. */
function centroid({ labels: volume }: Phantom, label: number): [number, number, number] {
  const [nx, ny] = volume.shape;
  const sum = [0, 0, 0];
  let count = 0;
  volume.voxels.forEach((found, at) => {
    if (found !== label) return;
    const x = at % nx;
    const y = Math.floor(at / nx) % ny;
    const z = Math.floor(at / (nx * ny));
    applyAffine(volume.affine, [x, y, z]).forEach((value, axis) => (sum[axis] += value));
    count++;
  });
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}

describe('a phantom', () => {
  let phantom: Phantom;
  beforeAll(async () => {
    phantom = await createPhantom({ seed: 11, spacing: 2 });
  });

  it('holds every structure', () => {
    const found = new Set(phantom.labels.voxels);
    for (const [name, label] of Object.entries(labels)) expect(found.has(label), name).toBe(true);
    expect(found.size).toBe(Object.keys(labels).length);
  });

  it('has tissue shares that sum to the brain and its fluid, and agree with the labels', () => {
    const { csf, gm, wm } = phantom.tissues;
    let worst = 0;
    let agreeing = 0;
    let inside = 0;
    phantom.labels.voxels.forEach((label, at) => {
      const total = csf.voxels[at] + gm.voxels[at] + wm.voxels[at];
      worst = Math.max(worst, total - 1, -total);
      if (phantom.intracranialMask.voxels[at] === 0 || label === labels.dura) return;
      inside++;
      if (total > 0.45) agreeing++;
    });
    expect(worst).toBeLessThan(1e-5);
    expect(agreeing / inside).toBeGreaterThan(0.99);
  });

  it('has a clean image that is the mixture of its tissues signals in pure voxels', () => {
    const { wm } = phantom.tissues;
    const white = phantom.signals.get(labels.leftWhiteMatter)!;
    let pure = 0;
    let worst = 0;
    phantom.labels.voxels.forEach((label, at) => {
      if (label !== labels.leftWhiteMatter || wm.voxels[at] !== 1) return;
      pure++;
      worst = Math.max(worst, Math.abs(phantom.clean.voxels[at] / white - 1));
    });
    expect(pure).toBeGreaterThan(1000);
    expect(worst).toBeLessThan(0.02);
  });

  it('is its clean image times its field with Rician noise of the stated sigma', () => {
    const sigma = phantom.noiseSigma;
    let airSquares = 0;
    let air = 0;
    let residual = 0;
    let squares = 0;
    let tissue = 0;
    phantom.clean.voxels.forEach((clean, at) => {
      const signal = clean * phantom.field.voxels[at];
      const measured = phantom.image.voxels[at];
      if (clean === 0) {
        airSquares += measured * measured;
        air++;
      } else if (signal > 8 * sigma) {
        // At high signal the magnitude is normal about sqrt(signal^2 + sigma^2).
        residual += measured - Math.sqrt(signal * signal + sigma * sigma);
        squares += (measured - signal) ** 2;
        tissue++;
      }
    });
    expect(airSquares / air / (2 * sigma * sigma)).toBeCloseTo(1, 1);
    expect(squares / tissue / (sigma * sigma)).toBeCloseTo(1, 1);
    expect(Math.abs(residual / tissue)).toBeLessThan(0.02 * sigma);
  });

  it('has a smooth field about the asked strength', async () => {
    const { field } = phantom;
    const logs = field.voxels.map(Math.log);
    const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
    const deviation = Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / logs.length);
    expect(deviation).toBeGreaterThan(0.03);
    expect(deviation).toBeLessThan(0.25);
    let steepest = 0;
    for (let at = 1; at < logs.length; at++) {
      if (at % field.shape[0] !== 0) steepest = Math.max(steepest, Math.abs(logs[at] - logs[at - 1]));
    }
    expect(steepest).toBeLessThan(0.05);
    const flat = await createPhantom({ seed: 11, ...small, fieldStrength: 0, noise: 0 });
    expect(flat.image.voxels).toEqual(flat.clean.voxels);
  });
});

/** Some heads without pose, on one grid. */
let heads: Phantom[];
beforeAll(async () => {
  const centred = {
    shape: [40, 48, 44],
    spacing: 4.6,
    orientation: 'LIA',
    pose: { degrees: 0, shiftMm: 0 },
  } as const;
  heads = [];
  for (const seed of [1, 2, 3, 4, 5, 6]) heads.push(await createPhantom({ seed, ...centred }));
});

describe('a seed', () => {
  it('makes the same head twice, bit for bit', async () => {
    const [first, second] = [await createPhantom({ seed: 3, ...small }), await createPhantom({ seed: 3, ...small })];
    expect(second.image.voxels).toEqual(first.image.voxels);
    expect(second.labels.voxels).toEqual(first.labels.voxels);
    expect(second.pose).toEqual(first.pose);
  });

  it('makes a head of its own, of plausible size', () => {
    const volumes = heads.map(({ intracranialMask }) => millilitres(intracranialMask));
    expect(new Set(volumes).size).toBe(6);
    for (const { tissues, intracranialMask, labels: volume } of heads) {
      expect(millilitres(intracranialMask)).toBeGreaterThan(1150);
      expect(millilitres(intracranialMask)).toBeLessThan(1750);
      expect(millilitres(tissues.gm)).toBeGreaterThan(500);
      expect(millilitres(tissues.gm)).toBeLessThan(800);
      expect(millilitres(tissues.wm)).toBeGreaterThan(380);
      expect(millilitres(tissues.wm)).toBeLessThan(650);
      const ventricle = (label: number): boolean =>
        label === labels.leftLateralVentricle || label === labels.rightLateralVentricle;
      const ventricles = (volume.voxels.filter(ventricle).length * 4.6 ** 3) / 1000;
      expect(ventricles).toBeGreaterThan(3);
      expect(ventricles).toBeLessThan(60);
    }
    for (let a = 0; a < heads.length; a++) {
      for (let b = 0; b < a; b++) {
        expect(dice(heads[a], heads[b], isCortex), `cortex of ${a} and ${b}`).toBeLessThan(0.8);
        expect(dice(heads[a], heads[b], isBrain), `brain of ${a} and ${b}`).toBeGreaterThan(0.8);
      }
    }
  });

  it('keeps its anatomy when only the noise or the field changes', async () => {
    const one = await createPhantom({ seed: 5, ...small });
    const other = await createPhantom({ seed: 5, ...small, noise: 0.2, fieldStrength: 0.3 });
    expect(other.clean.voxels).toEqual(one.clean.voxels);
    expect(other.pose).toEqual(one.pose);
  });
});

describe('left and right', () => {
  for (const orientation of ['RAS', 'LAS', 'LIA', 'PIR', 'ASR', 'RSA']) {
    it(`are where the affine of ${orientation} says`, async () => {
      const phantom = await createPhantom({ seed: 21, shape: [40, 40, 40], spacing: 5.5, orientation });
      expect(orientationOf(phantom.image.affine)).toBe(orientation);
      const toHead = invertAffine(phantom.pose);
      for (const [left, right] of [
        [labels.leftPutamen, labels.rightPutamen],
        [labels.leftCortex, labels.rightCortex],
      ]) {
        expect(applyAffine(toHead, centroid(phantom, left))[0]).toBeLessThan(-10);
        expect(applyAffine(toHead, centroid(phantom, right))[0]).toBeGreaterThan(10);
      }
    });
  }

  it('differ: the right hemisphere lies forward of the left', () => {
    const forward = heads.map(
      (phantom) => centroid(phantom, labels.rightCortex)[1] - centroid(phantom, labels.leftCortex)[1],
    );
    expect(forward.reduce((sum, shift) => sum + shift, 0) / heads.length).toBeGreaterThan(0.8);
  });
});

describe('the grid', () => {
  it('is what was asked for', async () => {
    const phantom = await createPhantom({ seed: 1, shape: [40, 44, 36], spacing: [5, 5, 6], orientation: 'LPS' });
    expect(phantom.image.shape).toEqual([40, 44, 36]);
    expect(spacingOf(phantom.image.affine)).toEqual([5, 5, 6]);
    for (const volume of [phantom.labels, phantom.field, phantom.tissues.wm])
      expect(volume.affine).toEqual(phantom.image.affine);
  });

  it('takes the template to the world: the brain of MNI152 lies in the brain', async () => {
    const phantom = await createPhantom({ seed: 9, ...small });
    // In MNI152 space: thalamus, putamen, pons, and well outside the head.
    const at = (point: readonly [number, number, number]): number => {
      const world = applyAffine(phantom.templateToWorld, point);
      const [x, y, z] = worldToVoxel(phantom.labels, world).map(Math.round);
      return phantom.labels.voxels[x + 48 * (y + 56 * z)];
    };
    expect(at([12, -17, 6])).toBe(labels.rightThalamus);
    expect(at([-12, -17, 6])).toBe(labels.leftThalamus);
    expect(at([0, -26, -32])).toBe(labels.brainstem);
    expect(at([0, -130, 60])).toBe(labels.air);
  });

  it('refuses what cannot be', async () => {
    await expect(createPhantom({ seed: 1, orientation: 'RAR' })).rejects.toThrow(/three letters.*RAR/);
    await expect(createPhantom({ seed: 1, spacing: 0 })).rejects.toThrow(/above 0 mm, found 0/);
    await expect(createPhantom({ seed: 1, noise: -1 })).rejects.toThrow(/noise of at least 0, found -1/);
  });

  it('stops when aborted', async () => {
    const controller = new AbortController();
    const step = { signal: controller.signal, onProgress: () => controller.abort(new Error('enough')) };
    await expect(createPhantom({ seed: 1, ...small, ...step })).rejects.toThrow('enough');
  });
});

function isCortex(label: number): boolean {
  return label === labels.leftCortex || label === labels.rightCortex;
}

function isBrain(label: number): boolean {
  return label > 0 && label < 500 && label !== labels.cerebrospinalFluid && label !== labels.dura;
}

function dice(a: Phantom, b: Phantom, belongs: (label: number) => boolean): number {
  let both = 0;
  let either = 0;
  a.labels.voxels.forEach((label, at) => {
    const inA = belongs(label) ? 1 : 0;
    const inB = belongs(b.labels.voxels[at]) ? 1 : 0;
    both += inA * inB;
    either += inA + inB;
  });
  return (2 * both) / either;
}
