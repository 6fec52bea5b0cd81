import { expect, it } from 'vitest';
import { lookupTable } from './lookup-table.ts';

it('has a row for every label, with a colour for each region', () => {
  const rows = lookupTable()
    .trimEnd()
    .split('\n')
    .map((row) => row.split('\t'));
  expect(rows[0]).toEqual(['index', 'name', 'color']);
  expect(rows.slice(1).map(([index, name]) => `${index} ${name}`)).toEqual([
    '0 background',
    '1 csf',
    '3 left ventricles',
    '4 right ventricles',
    '5 left cortex',
    '6 right cortex',
    '7 left white matter',
    '8 right white matter',
    '9 left deep grey nuclei',
    '10 right deep grey nuclei',
    '11 left hippocampus and amygdala',
    '12 right hippocampus and amygdala',
    '13 left cerebellum',
    '14 right cerebellum',
    '15 brainstem',
  ]);
  const colours = rows.slice(2).map(([, , colour]) => colour);
  expect(colours.every((colour) => /^#[0-9a-f]{6}$/.test(colour))).toBe(true);
  expect(new Set(colours).size).toBe(8);
});
