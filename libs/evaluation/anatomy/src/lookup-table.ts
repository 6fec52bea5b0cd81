import { regionNames, structures } from './regions.ts';
import { structureName } from './structure-name.ts';

/** One colour a region, for both sides (Okabe and Ito's, distinguished by nearly every eye, and a grey). */
const colours: readonly string[] = [
  '#56b4e9',
  '#0072b2',
  '#d55e00',
  '#f5f5f5',
  '#e69f00',
  '#f0e442',
  '#009e73',
  '#cc79a7',
];

/** What the labels of a segmentation mean, as BIDS wants it beside one: a table with `index`, `name` and `color` (`_dseg.tsv`). */
export function lookupTable(): string {
  const rows = structures.map((structure) => [
    String(structure.label),
    structureName(structure),
    colours[regionNames.indexOf(structure.region)],
  ]);
  return [['index', 'name', 'color'], ['0', 'background', '#000000'], ...rows]
    .map((row) => `${row.join('\t')}\n`)
    .join('');
}
