import { expect, test } from 'vitest';
import { commonestClasses } from './commonest-classes.ts';

test('each voxel has the class of most maps, the lower one of equals', () => {
  const maps = [Uint8Array.of(0, 2, 1), Uint8Array.of(0, 2, 2), Uint8Array.of(1, 1, 0), Uint8Array.of(0, 2, 2)];
  expect(commonestClasses(maps, 3)).toEqual(Uint8Array.of(0, 2, 2));
  expect(commonestClasses(maps.slice(0, 3), 3)).toEqual(Uint8Array.of(0, 2, 0));
});
