import { describe, expect, it } from 'vitest';
import { availableRuntimes, loadKernels } from './load.ts';
import {
  correctBySpline,
  evaluateSpline,
  gatherResiduals,
  residualHistogram,
  type SplineAxis,
} from './spline-field.ts';

/** Any four weights a sample: the kernels do not ask whether they are B-splines. */
function axis(samples: number, spans: number): SplineAxis {
  return {
    starts: Int32Array.from({ length: samples }, (_, i) => Math.floor((i * spans) / samples)),
    weights: Float32Array.from({ length: 4 * samples }, (_, i) => 0.3 + 0.2 * Math.sin(7 * i + samples)),
    controls: spans + 3,
  };
}

const axes = [axis(21, 2), axis(6, 1), axis(5, 3)] as const;
const samples = 21 * 6 * 5;
const lattice = Float32Array.from({ length: 5 * 4 * 6 }, (_, i) => 0.3 * Math.sin(5 * i));
const data = Float32Array.from({ length: samples }, (_, i) => 4 + Math.sin(3 * i));
const weight = Float32Array.from({ length: samples }, (_, i) => (i % 7 === 0 ? 0 : 1 + 0.5 * Math.cos(i)));

/** The weight of a sample at each control point. */
function weightsOf(i: number): Map<number, number> {
  const at = [i % 21, Math.floor(i / 21) % 6, Math.floor(i / 126)];
  const found = new Map<number, number>();
  for (let c = 0; c < 64; c++) {
    const taps = [c % 4, (c >> 2) % 4, c >> 4];
    const index = axes.map(({ starts }, k) => starts[at[k]] + taps[k]);
    const product = axes.reduce((p, { weights, starts }, k) => p * weights[taps[k] * starts.length + at[k]], 1);
    found.set(index[0] + 5 * (index[1] + 4 * index[2]), product);
  }
  return found;
}

const expectedField = Float64Array.from({ length: samples }, (_, i) => {
  let sum = 0;
  for (const [control, product] of weightsOf(i)) sum += product * lattice[control];
  return sum;
});

describe.each(await availableRuntimes())('splines on %s', (runtime) => {
  const loaded = loadKernels({ runtime, threads: 2 });

  it('are evaluated, with what changed', async () => {
    const field = new Float32Array(samples).fill(0.1);
    const change = evaluateSpline(await loaded, axes, lattice, { data, weight, field });
    field.forEach((value, i) => expect(value).toBeCloseTo(expectedField[i], 5));
    const used = Array.from(weight.keys()).filter((i) => weight[i] > 0);
    expect(change.low).toBeCloseTo(Math.min(...used.map((i) => data[i] - field[i])), 5);
    expect(change.high).toBeCloseTo(Math.max(...used.map((i) => data[i] - field[i])), 5);
    const total = used.reduce((sum, i) => sum + weight[i], 0);
    const growth = (i: number): number => Math.exp(field[i] - Math.fround(0.1));
    const mean = used.reduce((sum, i) => sum + weight[i] * growth(i), 0) / total;
    const variance = used.reduce((sum, i) => sum + weight[i] * (growth(i) - mean) ** 2, 0) / total;
    expect(change.variation).toBeCloseTo(Math.sqrt(variance) / mean, 5);
  });

  it('share each value between two bins and gather residuals from both', async () => {
    const kernels = await loaded;
    const field = new Float32Array(samples);
    const bins = { count: 9, low: 3, high: 5 };
    const counts = residualHistogram(kernels, axes, { data, weight, field }, bins);
    const expected = Float32Array.from({ length: 9 }, (_, i) => 3 + 0.2 * i + 0.05 * Math.sin(i));
    const found = new Float64Array(9);
    const numerators = new Float64Array(lattice.length);
    data.forEach((value, i) => {
      if (!(weight[i] > 0)) return;
      const position = (value - 3) * 4;
      const bin = Math.min(Math.floor(position), 7);
      found[bin] += weight[i] * (bin + 1 - position);
      found[bin + 1] += weight[i] * (position - bin);
      const sharp = expected[bin] + (position - bin) * (expected[bin + 1] - expected[bin]);
      for (const [control, product] of weightsOf(i)) numerators[control] += weight[i] * (value - sharp) * product;
    });
    counts.forEach((value, i) => expect(value).toBeCloseTo(found[i], 3));
    const gathered = gatherResiduals(kernels, axes, { data, weight, field }, expected, bins);
    gathered.forEach((value, i) => expect(value).toBeCloseTo(numerators[i], 3));
  });

  it('correct an image plane by plane', async () => {
    const [field, corrected] = [new Float32Array(samples), new Float32Array(samples)];
    correctBySpline(
      await loaded,
      axes,
      lattice,
      { image: data, field, corrected },
      { first: 1, last: 4, offset: 0.2, shift: 2 },
    );
    expect(field.slice(0, 126).every((value) => value === 0)).toBe(true);
    for (let i = 126; i < 4 * 126; i++) {
      expect(field[i]).toBeCloseTo(Math.exp(expectedField[i] - 0.2), 4);
      expect(corrected[i]).toBeCloseTo((data[i] + 2) / field[i] - 2, 4);
    }
  });

  it('refuse tables and arrays that do not fit', async () => {
    const kernels = await loaded;
    const short = new Float32Array(3);
    expect(() => evaluateSpline(kernels, axes, short, { data, weight, field: data })).toThrow(
      /lattice of 120 elements, found 3/,
    );
    expect(() => evaluateSpline(kernels, axes, lattice, { data, weight, field: short })).toThrow(
      /field of 630 elements, found 3/,
    );
  });
});
