import type { Figure } from './figure.ts';
import type { Utility } from './measure-utility.ts';
import { sources, type Source } from './sources.ts';

/** What every kind of task says of its sources. */
export interface Described extends Pick<Utility, 'n' | 'guess' | 'gain' | 'warnings'> {
  readonly learned: Readonly<Record<Source, { readonly figures: readonly Figure[] }>>;
}

/** What was measured, in lines for a person: what each source taught, the guess without a volume, and what synthetic ones add. */
export function describeUtility({ n, learned, guess, gain, warnings }: Described): string[] {
  const shown = ({ name, value, interval }: Figure): string =>
    `${name} ${value.toPrecision(4)} ${interval ? `[${interval.map((end) => end.toPrecision(4)).join(' - ')}]` : '(too few for an interval)'}`;
  const line = (what: string, figures: readonly Figure[]): string =>
    `${what.padEnd(22)} ${figures.map(shown).join(', ')}`;
  const volumes = { real: n.real, synthetic: n.synthetic, both: n.real + n.synthetic };
  return [
    `tested on ${n.unseen} unseen people; learned from`,
    ...sources.map((source) => line(`${source} (${volumes[source]} volumes)`, learned[source].figures)),
    line('no volume', guess),
    shown(gain),
    ...warnings,
  ];
}
