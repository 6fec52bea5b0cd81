/**
 * How often 95 % intervals hold the truth, on simulated sets of 38 and 86 volumes.
 *
 *     node tools/run-from-sources.js tools/metrics/coverage.ts [--sets 400] [--halves 400] [--figure KID] [--size 38]
 *
 * Volumes are vectors of 40 Gaussian features of falling variance; the synthetic population is the real one, or shifted
 * and wider. The truth is the figure's mean over all simulated pairs of sets, since FID depends on their size.
 */
import { parseArgs } from 'node:util';
import {
  confidenceInterval,
  fidCalibration,
  frechetStatistic,
  kernelCalibration,
  kernelStatistic,
  once,
  type IntervalCalibration,
  type Statistic,
} from '@braingen/metrics';
import { createRandom, type Random } from '@braingen/volume';

const { values } = parseArgs({
  options: {
    sets: { type: 'string', default: '400' },
    halves: { type: 'string', default: '400' },
    figure: { type: 'string' },
    size: { type: 'string' },
  },
});
const [sets, halves] = [Number(values.sets), Number(values.halves)];
const features = 40;
const sizes = values.size === undefined ? [38, 86] : [Number(values.size)];

const draw = (random: Random, count: number, shift: number, width: number): Float64Array[] =>
  Array.from({ length: count }, () =>
    Float64Array.from(
      { length: features },
      (_, k) => (width * random.normal()) / (1 + 0.3 * k) + (k === 0 ? shift : 0),
    ),
  );

/** Mean over pairs of a kernel: what MS-SSIM over pairs is, with a similarity that costs nothing. */
async function diversity(x: readonly Float64Array[]): Promise<Statistic> {
  const likeness = (a: Float64Array, b: Float64Array) =>
    Math.exp(-a.reduce((sum, value, k) => sum + (value - b[k]) ** 2, 0) / 8);
  const table = x.map((a, i) => x.slice(0, i).map((b) => likeness(a, b)));
  return Promise.resolve((counts) => {
    let [sum, pairs] = [0, 0];
    table.forEach((row, i) =>
      row.forEach((value, j) => {
        sum += counts[i] * counts[j] * value;
        pairs += counts[i] * counts[j];
      }),
    );
    return sum / pairs;
  });
}

const figures: Readonly<Record<string, (x: Float64Array[], y: Float64Array[]) => Promise<Statistic>>> = {
  'diversity over pairs': diversity,
  'MMD, Gaussian kernel': async (x, y) => (await kernelStatistic(x, y, { kind: 'gaussian' })).between,
  KID: async (x, y) => (await kernelStatistic(x, y, { kind: 'cubic' })).between,
  FID: frechetStatistic,
};

const calibrations: Readonly<Record<string, IntervalCalibration>> = {
  'MMD, Gaussian kernel': kernelCalibration.mmd,
  KID: kernelCalibration.kid,
  FID: fidCalibration,
};

for (const size of sizes) {
  for (const [name, make] of Object.entries(figures)) {
    if (values.figure !== undefined && !name.startsWith(values.figure)) continue;
    const counts = make === diversity ? [size] : [size, size];
    for (const [population, shift, width] of [
      ['the same population', 0, 1],
      ['another population', 0.5, 1.2],
    ] as const) {
      const found: { value: number; low: number; high: number }[] = [];
      for (let set = 0; set < sets; set++) {
        const random = createRandom(`${size} ${name} ${population} ${set}`);
        const statistic = await make(draw(random, size, 0, 1), draw(random, size, shift, width));
        const interval = await confidenceInterval(statistic, counts, {
          resamples: halves,
          confidence: 0.95,
          // As the metrics of these names have it.
          calibration: calibrations[name],
          random: random.fork('interval'),
        });
        if (interval) found.push({ value: statistic(...counts.map(once)), low: interval[0], high: interval[1] });
      }
      const truth = found.reduce((sum, { value }) => sum + value, 0) / found.length;
      const held = found.filter(({ low, high }) => low <= truth && truth <= high).length;
      console.log(`${size}  ${name}, ${population}: ${((100 * held) / found.length).toFixed(1)} % of ${found.length}`);
      if (make === diversity) break;
    }
  }
}
