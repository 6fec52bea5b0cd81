import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyseRatings } from './analyse.ts';
import { fleissKappa } from './fleiss-kappa.ts';
import { krippendorffAlpha } from './krippendorff-alpha.ts';
import { proportion } from './proportion.ts';
import type { KeyEntry, Rating, Verdict } from './rating.ts';
import { roc } from './roc.ts';

interface Figures {
  raters: number;
  volumes: number;
  accuracy: { right: number; of: number; wilson: [number, number] }[];
  fleiss: number;
  alpha: { nominal: number; ordinal: number; interval: number };
  auc: number[];
  pooled: { area: number; variance: number };
}
const file = new URL('../../../../test-fixtures/reference/ratings/figures.json', import.meta.url);
const reference = JSON.parse(readFileSync(file, 'utf8')) as Figures;

/** The script's ratings: rater r and volume v see h = (37 v^2 + 101 r + 13 r v) % 97; the last saw every third volume. */
const key: KeyEntry[] = Array.from({ length: reference.volumes }, (_, v) => ({
  volume: `v${v}`,
  synthetic: v % 2 === 1,
  path: `${v}.nii`,
}));
const ratings = Array.from({ length: reference.raters }, (_, r) =>
  key.flatMap(({ volume, synthetic }, v): Rating[] => {
    if (r === 4 && v % 3 !== 0) return [];
    const h = (37 * v * v + 101 * r + 13 * r * v) % 97;
    const verdict = Math.min(4, 1 + (h % 4) + Number(synthetic && h % 3 === 0)) as Verdict;
    const quality = (1 + ((37 * v * v + 7 * r + 5 * ((r * v) % 3)) % 5)) as Rating['quality'];
    return [{ rater: `r${r}`, volume, verdict, quality, artefacts: v === 1 ? ['cortex'] : [], seconds: r + v }];
  }),
).flat();

describe('analyseRatings', () => {
  const found = analyseRatings(ratings, key);

  it('gives each rater the accuracy and interval of statsmodels, and the area of scikit-learn', () => {
    found.raters.forEach(({ n, accuracy, roc: curve }, i) => {
      const { right, of, wilson } = reference.accuracy[i];
      expect([n, accuracy.value]).toEqual([of, right / of]);
      expect(accuracy.interval).toEqual([expect.closeTo(wilson[0], 12), expect.closeTo(wilson[1], 12)]);
      expect(curve!.value).toBeCloseTo(reference.auc[i], 12);
    });
  });

  it('agrees with krippendorff, gaps and all', () => {
    expect(found.agreement.alphaVerdict).toBeCloseTo(reference.alpha.nominal, 12);
    expect(found.agreement.alphaQuality).toBeCloseTo(reference.alpha.ordinal, 12);
    const units = key.map(({ volume }) => ratings.filter((one) => one.volume === volume).map(({ quality }) => quality));
    expect(krippendorffAlpha(units, 'interval')).toBeCloseTo(reference.alpha.interval, 12);
  });

  it('has the kappa of statsmodels over those who saw everything', () => {
    const whole = analyseRatings(
      ratings.filter(({ rater }) => rater !== 'r4'),
      key,
    );
    expect(whole.agreement.fleissKappa).toBeCloseTo(reference.fleiss, 12);
  });

  it('puts the area under the mean verdict, with DeLong’s interval', () => {
    const reach = 1.959963984540054 * Math.sqrt(reference.pooled.variance);
    expect(found.roc!.value).toBeCloseTo(reference.pooled.area, 12);
    expect(found.roc!.interval[0]).toBeCloseTo(reference.pooled.area - reach, 12);
  });

  it('describes both sets', () => {
    expect(found.real).toMatchObject({ volumes: 20, artefacts: { cortex: 0 } });
    expect(found.synthetic!.artefacts.cortex).toBeCloseTo(4 / 93 + 0 * 1, 1);
    expect(found.accuracy.interval[0]).toBeLessThan(found.accuracy.value);
  });

  it('refuses none, strangers and repeats', () => {
    expect(() => analyseRatings([], key)).toThrow('expected ratings, found none');
    expect(() => analyseRatings([{ ...ratings[0], volume: 'v99' }], key)).toThrow('found v99');
    expect(() => analyseRatings([ratings[0], ratings[0]], key)).toThrow('one rating of v0 by r0, found two');
  });

  it('says what one rater can say', () => {
    const { agreement, raters } = analyseRatings(ratings.slice(0, 40), key);
    expect(agreement).toEqual({ fleissKappa: null, alphaVerdict: null, alphaQuality: null });
    expect(raters[0].medianSeconds).toBe(19.5);
  });
});

describe('by hand', () => {
  it('all agree', () => {
    expect(
      fleissKappa([
        [3, 0],
        [0, 3],
      ]),
    ).toBe(1);
    expect(krippendorffAlpha([[1, 1], [2, 2], [5]], 'ordinal')).toBe(1);
  });

  it('kappa wants as many raters for each volume', () => {
    expect(() =>
      fleissKappa([
        [2, 1],
        [2, 0],
      ]),
    ).toThrow('found 3 and 2');
  });

  it('none of ten is no proof of none', () => {
    const { value, interval } = proportion(0, 10);
    expect([value, interval[0]]).toEqual([0, 0]);
    expect(interval[1]).toBeCloseTo(0.2775, 4);
  });

  it('scores that tell all, and a curve that rises', () => {
    expect(roc([3, 4], [1, 2])).toMatchObject({ value: 1, interval: [1, 1] });
    expect(roc([3, 4], [1, 3])!.curve).toEqual([
      { threshold: 4, hits: 0.5, falseAlarms: 0 },
      { threshold: 3, hits: 1, falseAlarms: 0.5 },
      { threshold: 1, hits: 1, falseAlarms: 1 },
    ]);
    expect(roc([], [1])).toBeUndefined();
  });
});
