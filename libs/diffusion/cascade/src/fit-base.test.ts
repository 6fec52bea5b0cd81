import { inMemory } from '@braingen/trainer';
import { expect, test } from 'vitest';
import { fitBase } from './fit-base.ts';
import { toyGrid, toyVolumes } from './toy.test-data.ts';

test('traces of resampling around a head do not lower the limit of background', async () => {
  const volumes = toyVolumes(4);
  const { base } = await fitBase(inMemory(volumes), toyGrid);
  const haloed = volumes.map((volume) =>
    volume.map((value, i) => (value === -1 && volume[i + 1] !== undefined && volume[i + 1] !== -1 ? -0.999 : value)),
  );
  expect(haloed).not.toEqual(volumes);
  const limit = (await fitBase(inMemory(haloed), toyGrid)).base.backgroundLimit;
  expect(limit).toBeCloseTo(base.backgroundLimit, 5);
  expect(limit).toBeGreaterThan(1);
});
