import { createRandom } from '@braingen/volume';
import { expect, it } from 'vitest';
import { effectSizes } from './effect-sizes.ts';
import type { BrainVolumes } from './region-sizes.ts';
import { regionNames, type RegionName } from './regions.ts';

const random = createRandom(1);

/** Brains whose regions grow with the head, each with its own part besides. */
function brains(count: number, { head = 1500, cortexMore = 0 } = {}): BrainVolumes[] {
  return Array.from({ length: count }, () => {
    const size = head + 100 * random.normal();
    return regionNames.flatMap((region, i) => {
      const volumeMl = (size * (i + 1)) / 72 + 2 * random.normal() + (region === 'cortex' ? cortexMore / 2 : 0);
      return [
        { region, volumeMl },
        { region, volumeMl },
      ];
    });
  });
}

const dOf = (sizes: ReturnType<typeof effectSizes>, name: RegionName): number =>
  sizes.find(({ region }) => region === name)?.d ?? NaN;

it('is none between a set and itself, and changes its sign with the order', () => {
  const [one, other] = [brains(20), brains(30)];
  expect(effectSizes(one, one).map(({ d }) => d)).toEqual(regionNames.map(() => 0));
  effectSizes(one, other).forEach(({ d }, i) => expect(d).toBeCloseTo(-effectSizes(other, one)[i].d, 10));
});

it('does not take larger heads for larger regions', () => {
  const sizes = effectSizes(brains(200), brains(200, { head: 1800 }));
  sizes.forEach(({ d }) => expect(Math.abs(d)).toBeLessThan(1.2));
});

it('finds the region that is larger, in standard deviations', () => {
  // Left and right are drawn together: a deviation of 4 ml, less what the regression on the head takes of it.
  const d = dOf(effectSizes(brains(300, { cortexMore: 8 }), brains(300)), 'cortex');
  expect(d).toBeGreaterThan(1.6);
  expect(d).toBeLessThan(2.2);
});

it('needs two brains a set', () => {
  expect(() => effectSizes(brains(1), brains(3))).toThrow('expected at least 2 brains in each set, found 1 and 3');
});
