import { expect, test } from 'vitest';
import { describeSegmentationUtility } from './describe-segmentation-utility.ts';
import { heads } from './heads.test-data.ts';
import type { MappedVolume } from './mapped-volume.ts';
import { measureSegmentationUtility } from './measure-segmentation-utility.ts';

const [training, unseen] = [heads('sub', 4), heads('new', 4)];
const value = ({ figures: [dice] }: { readonly figures: readonly { readonly value: number }[] }): number => dice.value;
/** Maps that say the other label. */
const swapped = (items: readonly MappedVolume[]): MappedVolume[] =>
  items.map((item) => ({
    ...item,
    map: item.map.with(Uint8Array.from(item.map.voxels, (label) => (label === 0 ? 0 : 11 - label))),
  }));

test('right synthetic maps teach as much as real ones, and the same seed gives the same bits', async () => {
  const sets = { training, synthetic: heads('sample', 4), unseen };
  const utility = await measureSegmentationUtility(sets);
  const { learned, labels, guess, gain, people, n } = utility;
  expect([labels, n]).toEqual([[4, 7], { real: 4, synthetic: 4, unseen: 4 }]);
  expect(value(learned.real)).toBeGreaterThan(0.95);
  expect(value(learned.synthetic)).toBeGreaterThan(0.95);
  expect(guess[0].value).toBeLessThan(0.9);
  expect(Math.abs(gain.value)).toBeLessThan(0.02);
  // The mean over people is that over labels, as everybody has all of them; the interval is Student's with 3 degrees of freedom.
  const real = people.map((person) => person.real);
  const mean = real.reduce((sum, dice) => sum + dice, 0) / 4;
  const error = Math.sqrt(real.reduce((sum, dice) => sum + (dice - mean) ** 2, 0) / 3 / 4);
  expect(value(learned.real)).toBeCloseTo(mean, 12);
  expect(learned.real.labels.map((label) => label.value).reduce((a, b) => a + b) / 2).toBeCloseTo(mean, 12);
  expect(learned.real.figures[0].interval![0]).toBeCloseTo(mean - 3.1824463 * error, 6);
  expect(await measureSegmentationUtility(sets)).toEqual(utility);
  expect(describeSegmentationUtility(utility).slice(0, 4)).toEqual([
    'Dice of        real  synthetic       both',
    expect.stringMatching(/^4( +[01]\.\d{3}){3}$/),
    expect.stringMatching(/^7( +[01]\.\d{3}){3}$/),
    'tested on 4 unseen people; learned from',
  ]);
});

test('wrong synthetic maps teach what is wrong', async () => {
  const synthetic = swapped(heads('sample', 2));
  const { learned } = await measureSegmentationUtility({ training: training.slice(0, 2), synthetic, unseen });
  expect(value(learned.synthetic)).toBeLessThan(0.1);
});

test('synthetic volumes that look otherwise are of less use', async () => {
  const synthetic = heads('sample', 4, { brightness: 0.5 });
  const { learned } = await measureSegmentationUtility({ training, synthetic, unseen });
  expect(value(learned.synthetic)).toBeLessThan(value(learned.real) - 0.1);
  expect(value(learned.both)).toBeGreaterThan(value(learned.synthetic));
});

test('a person with two scans counts once, and labels that do not count are background', async () => {
  const again = heads('new', 4, { noise: 8 });
  const sets = { training, synthetic: heads('sample', 3), unseen: [...unseen, ...again] };
  const { n, people, labels, warnings } = await measureSegmentationUtility(sets, { labels: [7] });
  expect([n.unseen, people.length, labels]).toEqual([4, 4, [7]]);
  expect(warnings).toEqual(['4 unseen people are few: differences smaller than the intervals cannot be known.']);
});

test('what cannot be measured is refused, and what is measured can be stopped', async () => {
  const sets = { training, synthetic: heads('sample', 4), unseen };
  await expect(measureSegmentationUtility({ ...sets, unseen: [unseen[0]] })).rejects.toThrow(
    'measureSegmentationUtility: expected at least 2 unseen volumes, found 1',
  );
  await expect(measureSegmentationUtility({ ...sets, unseen: training })).rejects.toThrow(
    'found sub-0 in training too',
  );
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(measureSegmentationUtility(sets, { signal })).rejects.toThrow('enough');
});
