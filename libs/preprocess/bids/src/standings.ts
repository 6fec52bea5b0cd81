import type { Measures } from '@braingen/chain';
import type { GroupScan } from './group-table.ts';

/** A quality figure of one scan, and of all scans of its group that have it. */
export interface Standing {
  readonly name: string;
  readonly unit?: string | undefined;
  readonly value: number;
  readonly group: readonly number[];
  readonly standsApart: boolean;
}

/** What quality figures are called, and what they are measured in. */
const names: Readonly<Record<keyof Measures, readonly [name: string, unit?: string]>> = {
  noiseSigma: ['standard deviation of the noise', 'of the scan\u2019s intensities'],
  similarity: ['similarity to the template'],
  snr: ['signal to noise'],
  cjv: ['coefficient of joint variation'],
  wmCov: ['coefficient of variation of white matter'],
  csfMl: ['cerebrospinal fluid', 'mL'],
  gmMl: ['grey matter', 'mL'],
  wmMl: ['white matter', 'mL'],
  intracranialMl: ['intracranial volume', 'mL'],
  libraryShare: ['the library\u2019s part in the edge of the mask'],
};

/** Where a scan stands in its group, figure by figure. */
export function standingsOf({ record }: GroupScan, group: readonly GroupScan[]): Standing[] {
  return Object.entries(record.measures).flatMap(([key, value]) => {
    const known = names[key as keyof Measures];
    if (known === undefined) return [];
    const values = group.flatMap((scan) => scan.record.measures[key as keyof Measures] ?? []);
    const standsApart = (record.outliers ?? []).some((outlier) => outlier.startsWith(`${key} `));
    return [{ name: known[0], unit: known[1], value, group: values, standsApart }];
  });
}
