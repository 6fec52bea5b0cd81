import { describeUtility } from '../describe-utility.ts';
import { sources } from '../sources.ts';
import type { SegmentationUtility } from './measure-segmentation-utility.ts';

/** What was measured, in lines for a person: a row a label with what each source taught, then what `describeUtility` says. */
export function describeSegmentationUtility(utility: SegmentationUtility): string[] {
  const { labels, learned } = utility;
  const row = (name: string, cells: readonly string[]): string =>
    [name.padEnd(8), ...cells.map((cell) => cell.padStart(11))].join('');
  return [
    row('Dice of', sources),
    ...labels.map((label, i) =>
      row(
        String(label),
        sources.map((source) => learned[source].labels[i].value.toFixed(3)),
      ),
    ),
    ...describeUtility(utility),
  ];
}
