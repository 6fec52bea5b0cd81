import { quantile } from '@braingen/volume';
import type { Measures } from './measures.ts';

/** Of fewer scans nothing is out of the ordinary. */
const fewestScans = 5;

/** Iglewicz and Hoaglin 1993, chapter 4. */
const limit = 3.5;

/** How much of a mask the library decided says something of the library, and nothing of the scan. */
const saysNothing = new Set(['libraryShare']);

/**
 * The figures by which each scan stands apart from the others: modified z-score 0.6745 |x - median| / MAD above 3.5
 * (Iglewicz and Hoaglin 1993), where MAD is the median of all |x - median|.
 *
 * @param scans quality figures of each scan; a scan may lack some
 * @returns for each scan the names of its outlying figures, with the side they lie on: `cjv high`
 */
export function findOutliers(scans: readonly Measures[]): string[][] {
  const found: string[][] = scans.map(() => []);
  const names = new Set(scans.flatMap((measures) => Object.keys(measures) as (keyof Measures)[]));
  for (const name of names) {
    if (saysNothing.has(name)) continue;
    const values = scans.flatMap((measures) => measures[name] ?? []);
    if (values.length < fewestScans) continue;
    const middle = median(values);
    const spread = median(values.map((value) => Math.abs(value - middle)));
    scans.forEach((measures, index) => {
      const away = (measures[name] ?? middle) - middle;
      if (spread > 0 && (0.6745 * Math.abs(away)) / spread > limit)
        found[index].push(`${name} ${away > 0 ? 'high' : 'low'}`);
    });
  }
  return found;
}

const median = (values: readonly number[]): number => quantile(Float64Array.from(values), 0.5);
