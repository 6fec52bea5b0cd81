import { assertSameGrid } from '@braingen/volume';
import type { Corrected } from './n4.ts';

/** What every correction gives: the volume divided by the multiplicative field. */
export type Correction = Pick<Corrected, 'volume' | 'field' | 'warnings'>;

/**
 * Two corrections, one after the other, as one: the volume of the second, and the field that the first one's input was divided by
 * in all.
 *
 * @param second of the first one's volume
 * @throws RangeError if their fields lie on different grids
 */
export function combineCorrections(first: Correction, second: Correction): Correction {
  assertSameGrid(first.field, second.field, 'combineCorrections');
  return {
    volume: second.volume,
    field: first.field.with(first.field.voxels.map((value, i) => value * second.field.voxels[i])),
    warnings: [...first.warnings, ...second.warnings],
  };
}
