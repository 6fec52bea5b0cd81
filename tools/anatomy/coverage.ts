/**
 * How often 95 % intervals of effect sizes of regions hold the truth: heads of random size, a region that grows with them, two sets
 * that differ by d.
 *
 *   node tools/run-from-sources.js tools/anatomy/coverage.ts [ROUNDS]
 */
import { effectSize, type Adjusted } from '@braingen/anatomy';
import { confidenceInterval } from '@braingen/metrics';
import { createRandom } from '@braingen/volume';

const rounds = Number(process.argv[2] ?? 400);
for (const [first, second] of [
  [11, 12],
  [38, 11],
  [38, 38],
] as const)
  for (const d of [0, 0.5, 1.5]) {
    const random = createRandom(`${first} ${second} ${d}`);
    const set = (count: number, more: number): Adjusted[] =>
      Array.from({ length: count }, () => {
        const head = 1500 + 100 * random.normal();
        return { value: 0.1 * head + 5 * (random.normal() + more), covariates: [head] };
      });
    let [held, width] = [0, 0];
    for (let round = 0; round < rounds; round++) {
      const sets = [set(first, d), set(second, 0)] as const;
      const counted = (which: 0 | 1, counts: Float64Array): Adjusted[] => sets[which].filter((_, i) => counts[i] > 0);
      const options = { resamples: 100, confidence: 0.95, random };
      const statistic = (a: Float64Array, b: Float64Array): number => effectSize(counted(0, a), counted(1, b));
      const [low, high] = (await confidenceInterval(statistic, [first, second], options)) ?? [NaN, NaN];
      if (low <= d && d <= high) held++;
      width += (high - low) / rounds;
    }
    console.log(`${first} and ${second}, d = ${d}: ${((100 * held) / rounds).toFixed(1)} %, width ${width.toFixed(2)}`);
  }
