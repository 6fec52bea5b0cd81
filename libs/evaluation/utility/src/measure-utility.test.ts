import { createRandom, identityAffine, Volume } from '@braingen/volume';
import { expect, test } from 'vitest';
import type { LabelledVolume } from './labelled-volume.ts';
import { measureUtility } from './measure-utility.ts';

const affine = identityAffine.map((row, i) => row.map((value) => (i < 3 ? 8 * value : value))) as never;

/** Heads whose middle is the darker the older they are, with noise of their own. */
function heads(names: string, count: number, { noise = 0.3, says = true } = {}): LabelledVolume[] {
  const random = createRandom(names);
  return Array.from({ length: count }, (_, i) => {
    const age = 20 + 60 * random.uniform();
    const voxels = Float32Array.from({ length: 216 }, (__, at) => {
      const isMiddle = at % 6 > 1 && at % 6 < 4;
      return (isMiddle && says ? 1 - age / 100 : 0.5) + noise * random.normal();
    });
    const volume = new Volume(voxels, { shape: [6, 6, 6], affine });
    return { participant: `${names}-${i}`, volume, target: age };
  });
}

const unseen = heads('unseen', 24);
const error = ({ figures }: { figures: readonly { value: number }[] }): number => figures[0].value;

test('synthetic volumes that are right help a handful of people; the same seed gives the same bits', async () => {
  const sets = { training: heads('sub', 6), synthetic: heads('sample', 80), unseen };
  const utility = await measureUtility(sets);
  const { real, synthetic, both } = utility.learned;
  expect(error(both)).toBeLessThan(error(real));
  expect(error(synthetic)).toBeLessThan(error({ figures: utility.guess }) / 2);
  expect(utility.gain.interval![0]).toBeGreaterThan(0);
  expect(utility.people).toHaveLength(24);
  expect(utility.warnings).toEqual([
    '24 unseen people are few: differences smaller than the intervals cannot be known.',
  ]);
  expect(await measureUtility(sets)).toEqual(utility);
});

test('synthetic volumes that say nothing teach nothing', async () => {
  const sets = { training: heads('sub', 40), synthetic: heads('sample', 40, { says: false }), unseen };
  const { learned, guess } = await measureUtility(sets);
  expect(error(learned.synthetic)).toBeGreaterThan(0.7 * error({ figures: guess }));
  expect(error(learned.real)).toBeLessThan(0.5 * error({ figures: guess }));
});

test('classes are told too, and a person with two scans counts once', async () => {
  const old = (items: LabelledVolume[]) =>
    items.map((item) => ({ ...item, target: Number(item.target) > 50 ? 'old' : 'young' }));
  const again = heads('unseen', 24, { noise: 0.2 });
  const utility = await measureUtility({
    ...{ training: old(heads('sub', 40)), synthetic: old(heads('sample', 40)), unseen: old([...unseen, ...again]) },
  });
  expect([utility.task, utility.classes, utility.n.unseen]).toEqual(['class', ['old', 'young'], 24]);
  expect(utility.learned.both.figures[0].value).toBeGreaterThan(0.8);
  expect(utility.guess[0].value).toBe(0.5);
});

test('it can be stopped', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  const sets = { training: heads('sub', 4), synthetic: heads('sample', 4), unseen };
  await expect(measureUtility(sets, { signal })).rejects.toThrow('enough');
});
