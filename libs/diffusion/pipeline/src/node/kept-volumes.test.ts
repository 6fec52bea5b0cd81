import { expect, test } from 'vitest';
import { keptVolumes } from './kept-volumes.ts';

test('a hundred volumes of 84x128x84 stay in memory, a thousand do not', () => {
  expect(keptVolumes(100, [84, 128, 84])).toEqual({ bytes: 361_267_200, isSmall: true });
  expect(keptVolumes(1000, [84, 128, 84])).toEqual({ bytes: 3_612_672_000, isSmall: false });
  expect(keptVolumes(2, [8, 8, 8], 4095)).toEqual({ bytes: 4096, isSmall: false });
});
