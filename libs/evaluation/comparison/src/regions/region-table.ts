import { regionNames, structureName, structures } from '@braingen/anatomy';
import type { SegmentedBrain } from './segment-sets.ts';

/**
 * Every brain with its volumes in millilitres and its expected Dice coefficients, tab-separated.
 *
 * @param covariate what that of the brains is called; none by default
 */
export function regionTable(brains: readonly SegmentedBrain[], covariate?: string): string {
  const column = (text: string, what: string): string => `${text.replaceAll(' ', '_')}_${what}`;
  const head = [
    ...['set', 'name', ...(covariate === undefined ? [] : [covariate]), 'quality'],
    ...structures.map((structure) => column(structureName(structure), 'ml')),
    ...regionNames.map((name) => column(name, 'expected_dice')),
  ];
  const rows = brains.map(({ set, name, covariate: value, quality, volumes, expectedDice }) => [
    ...[set, name, ...(covariate === undefined ? [] : [String(value ?? 'n/a')]), quality.toFixed(3)],
    ...volumes.map(({ volumeMl }) => volumeMl.toFixed(2)),
    ...regionNames.map((region) => expectedDice[region].toFixed(3)),
  ]);
  return [head, ...rows].map((row) => `${row.join('\t')}\n`).join('');
}
