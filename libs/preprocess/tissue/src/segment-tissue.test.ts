import { createPhantom } from '@braingen/phantom';
import { identityAffine, Volume, type Affine } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { segmentTissue } from './segment-tissue.ts';
import { syntheticBrain } from './synthetic-brain.test-data.ts';
import { tissueLabels } from './tissue-labels.ts';
import { tissueNames, type TissueMaps } from './tissues.ts';

const brain = syntheticBrain(1);

/** Dice's overlap of two maps cut at one half. */
function overlap(a: Volume, b: Volume): number {
  let [both, sum] = [0, 0];
  for (let i = 0; i < a.voxels.length; i++) {
    const [p, q] = [Number(a.voxels[i] > 0.5), Number(b.voxels[i] > 0.5)];
    both += p & q;
    sum += p + q;
  }
  return (2 * both) / sum;
}

function meanError(a: Volume, b: Volume, mask: Volume<Uint8Array>): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < mask.voxels.length; i++) {
    if (mask.voxels[i] === 0) continue;
    sum += Math.abs(a.voxels[i] - b.voxels[i]);
    count++;
  }
  return sum / count;
}

function scaling(x: number, y = x, z = x): Affine {
  return [
    [x, 0, 0, 0],
    [0, y, 0, 0],
    [0, 0, z, 0],
    [0, 0, 0, 1],
  ];
}

/** Voxels so many times larger, each the mean of those it covers. */
function averaged(
  { voxels, shape }: Volume<Float32Array | Uint8Array>,
  factors: readonly [number, number, number],
): Volume {
  const [nx, ny, nz] = shape.map((n, axis) => n / factors[axis]);
  const out = Volume.zeros({ shape: [nx, ny, nz], affine: scaling(...factors) });
  const share = 1 / (factors[0] * factors[1] * factors[2]);
  for (let i = 0; i < voxels.length; i++) {
    const x = Math.floor((i % shape[0]) / factors[0]);
    const y = Math.floor((Math.floor(i / shape[0]) % shape[1]) / factors[1]);
    const z = Math.floor(i / (shape[0] * shape[1] * factors[2]));
    out.voxels[x + nx * (y + ny * z)] += share * voxels[i];
  }
  return out;
}

describe('segmentTissue', () => {
  it('finds tissues, their means and the fractions of mixed voxels without priors', async () => {
    const result = await segmentTissue(brain.image, { mask: brain.mask });
    for (const name of tissueNames) {
      expect(overlap(result[name], brain.fractions[name]), name).toBeGreaterThan(0.95);
      expect(meanError(result.fractions[name], brain.fractions[name], brain.mask), name).toBeLessThan(0.06);
    }
    expect(Math.abs(result.means.csf - 30)).toBeLessThan(1);
    expect(Math.abs(result.means.gm - 75)).toBeLessThan(1);
    expect(Math.abs(result.means.wm - 110)).toBeLessThan(1);
    expect(result.warnings).toEqual([]);
  });

  it('gives probabilities and fractions that sum to 1 inside the mask and are 0 outside', async () => {
    const result = await segmentTissue(brain.image, { mask: brain.mask });
    const sum = (maps: TissueMaps, i: number): number => maps.csf.voxels[i] + maps.gm.voxels[i] + maps.wm.voxels[i];
    for (const maps of [result, result.fractions]) {
      const furthest = brain.mask.voxels.reduce(
        (most, inside, i) => Math.max(most, Math.abs(sum(maps, i) - inside)),
        0,
      );
      expect(furthest).toBeLessThan(1e-5);
    }
    const ml = tissueNames.reduce((total, name) => total + result.volumesMl[name], 0);
    expect(ml).toBeCloseTo(brain.mask.voxels.reduce((n, inside) => n + inside, 0) / 1000, 3);
  });

  it('lets neighbours settle what noise leaves open', async () => {
    const noisy = syntheticBrain(2, [30, 75, 110], 14);
    const alone = await segmentTissue(noisy.image, { mask: noisy.mask, smoothing: 0 });
    const together = await segmentTissue(noisy.image, { mask: noisy.mask });
    for (const name of ['gm', 'wm'] as const) {
      expect(overlap(together[name], noisy.fractions[name])).toBeGreaterThan(
        overlap(alone[name], noisy.fractions[name]) + 0.02,
      );
    }
  });

  it('finds the tissues of a whole head through priors, where skull and scalp are just as bright', async () => {
    const phantom = await createPhantom({ seed: 3, spacing: 2.5, fieldStrength: 0 });
    const { tissues } = phantom;
    const { csf, gm, wm } = await segmentTissue(phantom.image, { mask: phantom.intracranialMask, priors: tissues });
    expect(overlap(gm, tissues.gm)).toBeGreaterThan(0.8);
    expect(overlap(wm, tissues.wm)).toBeGreaterThan(0.88);
    expect(overlap(csf, tissues.csf)).toBeGreaterThan(0.68);
  });

  it('does not care about the scale of intensities', async () => {
    const scaled = brain.image.with(brain.image.voxels.map((value) => value * 37 + 400));
    const a = tissueLabels(await segmentTissue(brain.image, { mask: brain.mask })).voxels;
    const b = tissueLabels(await segmentTissue(scaled, { mask: brain.mask })).voxels;
    expect(a.reduce((n, label, i) => n + (label === b[i] ? 0 : 1), 0)).toBeLessThan(20);
  });

  it('takes the nonzero voxels of a stripped brain as its mask, and leaves out what is not finite', async () => {
    const stripped = brain.image.with(brain.image.voxels.slice());
    const centre = 24 + 48 * (24 + 48 * 24);
    stripped.voxels[centre] = NaN;
    const result = await segmentTissue(stripped);
    expect(Math.abs(result.means.wm - 110)).toBeLessThan(1);
    expect(result.wm.voxels[centre]).toBe(0);
  });

  it('does not take what stripping left for fluid where priors reach beyond the brain', async () => {
    const stripped = brain.image.with(brain.image.voxels.map((value, i) => value * brain.mask.voxels[i]));
    const { csf, gm, wm } = brain.fractions;
    const beyond = csf.with(csf.voxels.map((share, i) => (brain.mask.voxels[i] ? share : 1)));
    const { means, warnings, ...maps } = await segmentTissue(stripped, { priors: { csf: beyond, gm, wm } });
    expect(Math.abs(means.csf - 30)).toBeLessThan(1);
    expect(Math.abs(means.gm - 75)).toBeLessThan(1);
    expect(maps.csf.voxels[0]).toBe(0);
    expect(warnings).toEqual([]);
  });

  it('knows negative intensities, half a head and voxels of any size', async () => {
    const negative = brain.image.with(brain.image.voxels.map((value) => value - 60));
    const shifted = await segmentTissue(negative, { mask: brain.mask });
    expect(Math.abs(shifted.means.csf + 30)).toBeLessThan(1);
    expect(Math.abs(shifted.means.gm - 15)).toBeLessThan(1);

    const half = brain.mask.with(brain.mask.voxels.map((inside, i) => (i % 48 < 24 ? inside : 0)));
    const cut = await segmentTissue(brain.image, { mask: half });
    expect(Math.abs(cut.means.gm - 75)).toBeLessThan(1);
    expect(cut.warnings).toEqual([]);

    const fine = { shape: brain.image.shape, affine: scaling(0.5) };
    const small = await segmentTissue(new Volume(brain.image.voxels, fine), {
      mask: new Volume(brain.mask.voxels, fine),
    });
    expect(Math.abs(small.means.gm - 75)).toBeLessThan(1);
    expect(8 * small.volumesMl.wm).toBeCloseTo(shifted.volumesMl.wm, 1);
    expect(small.warnings).toEqual([]);
  });

  it('flags voxels thicker than the cortex', async () => {
    for (const [factors, found] of [
      [[1, 1, 6], /1 x 1 x 6 mm: thicker than the cortex/],
      [[4, 4, 4], /4 x 4 x 4 mm: thicker than the cortex/],
    ] as const) {
      const full = averaged(brain.mask, factors);
      const mask = full.with(Uint8Array.from(full.voxels, (share) => Number(share > 0.99)));
      const { means, warnings } = await segmentTissue(averaged(brain.image, factors), { mask });
      expect(Math.abs(means.gm - 75)).toBeLessThan(4);
      expect(Math.abs(means.wm - 110)).toBeLessThan(1);
      expect(warnings.join()).toMatch(found);
    }
  });

  it('flags a brain without fluid and the contrast of T2 where no priors tell', async () => {
    const { csf } = brain.fractions;
    const dry = brain.mask.with(brain.mask.voxels.map((inside, i) => (csf.voxels[i] > 0 ? 0 : inside)));
    const without = await segmentTissue(brain.image, { mask: dry });
    expect(without.warnings.join()).toMatch(/csf and gm: means \d+ % of the contrast apart/);
    const bright = brain.image.with(brain.image.voxels.map((value, i) => value + 45 * csf.voxels[i]));
    const merged = await segmentTissue(bright, { mask: brain.mask, priors: brain.fractions });
    expect(merged.warnings.join()).toMatch(/csf and gm: means \d+ % of the contrast apart/);
    const t2 = syntheticBrain(2, [110, 70, 50]);
    expect((await segmentTissue(t2.image, { mask: t2.mask })).warnings.join()).toMatch(
      /wm: more of it at the mask's rim/,
    );
  });

  it('says what is wrong with its input', async () => {
    const grid = { shape: [4, 4, 4] as const, affine: identityAffine };
    const flat = Volume.zeros(grid);
    const ones = new Volume(new Uint8Array(64).fill(1), grid);
    await expect(segmentTissue(flat, { mask: ones })).rejects.toThrow(
      /expected contrast in the mask, found 0 in all its 64/,
    );
    await expect(segmentTissue(flat, { mask: ones.with(new Uint8Array(64)) })).rejects.toThrow(
      /expected a mask with voxels/,
    );
    await expect(segmentTissue(flat.with(new Float32Array(64).fill(NaN)), { mask: ones })).rejects.toThrow(/finite/);
    await expect(segmentTissue(brain.image, { mask: ones })).rejects.toThrow(/volume and mask.*48x48x48.*4x4x4/);
    const priors = { csf: flat, gm: flat, wm: flat };
    await expect(segmentTissue(brain.image, { priors })).rejects.toThrow(/csf prior/);
    const inverted = brain.image.with(brain.image.voxels.map((value) => 150 - value));
    await expect(segmentTissue(inverted, { mask: brain.mask, priors: brain.fractions })).rejects.toThrow(/T1 contrast/);
  });

  it('stops when asked to, and reports progress that never falls', async () => {
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    await expect(segmentTissue(brain.image, { mask: brain.mask, signal: controller.signal })).rejects.toThrow('enough');
    const seen: number[] = [];
    await segmentTissue(brain.image, { mask: brain.mask, onProgress: (fraction) => seen.push(fraction) });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
  });
});
