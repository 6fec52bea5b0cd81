import { regionNames, structureName, structures } from '@braingen/anatomy';
import type { SegmentedBrain } from './segment-sets.ts';

/** Every brain with its volumes in millilitres and its expected Dice coefficients, tab-separated. */
export function regionTable(brains: readonly SegmentedBrain[]): string {
  const column = (text: string, what: string): string => `${text.replaceAll(' ', '_')}_${what}`;
  const head = [
    ...['set', 'name', 'quality'],
    ...structures.map((structure) => column(structureName(structure), 'ml')),
    ...regionNames.map((name) => column(name, 'expected_dice')),
  ];
  const rows = brains.map(({ set, name, quality, volumes, expectedDice }) => [
    ...[set, name, quality.toFixed(3)],
    ...volumes.map(({ volumeMl }) => volumeMl.toFixed(2)),
    ...regionNames.map((region) => expectedDice[region].toFixed(3)),
  ]);
  return [head, ...rows].map((row) => `${row.join('\t')}\n`).join('');
}
