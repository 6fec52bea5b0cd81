import type { Figure } from './figure.ts';
import { sources, type Utility } from './measure-utility.ts';

/** What was measured, in lines for a person: what each source taught, the guess without a volume, and what synthetic ones add. */
export function describeUtility({ n, learned, guess, gain, warnings }: Utility): string[] {
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
