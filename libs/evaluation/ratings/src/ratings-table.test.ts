import { describe, expect, it } from 'vitest';
import { blind, orderFor } from './blind.ts';
import type { Rating } from './rating.ts';
import { formatKey, parseKey, parseRatings, ratingLine, ratingsHead } from './ratings-table.ts';

const rating: Rating = {
  rater: 'Ann',
  volume: 'v01',
  verdict: 3,
  quality: 4,
  artefacts: ['cortex', 'white matter'],
  seconds: 12.5,
};

describe('a table of ratings', () => {
  it('is read as it was written', () => {
    const plain = { ...rating, artefacts: [] };
    expect(parseRatings(ratingsHead + ratingLine(rating) + ratingLine(plain), 'a.tsv')).toEqual([rating, plain]);
  });

  it.each([
    ['rater\tvolume\n', 'a.tsv: expected the columns rater, volume, verdict'],
    [`${ratingsHead}Ann\tv01\t5\t4\tn/a\t1\n`, 'line 2: verdict'],
    [`${ratingsHead}Ann\tv01\t3\t4\tnose\t1\n`, 'line 2: artefacts'],
    [`${ratingsHead}Ann\tv01\t3\n`, 'line 2: expected 6 cells, found 3'],
  ])('that is none is refused: %j', (text, message) => {
    expect(() => parseRatings(text, 'a.tsv')).toThrow(message);
  });

  it('comes with a key', () => {
    const key = [{ volume: 'v01', synthetic: true, path: 'samples/a.nii.gz' }];
    expect(parseKey(formatKey(key), 'key.tsv')).toEqual(key);
    expect(() => parseKey('volume\tis\tpath\nv01\tfake\ta\n', 'key.tsv')).toThrow('expected real or synthetic');
  });
});

describe('blind', () => {
  const real = ['a', 'b', 'c', 'd', 'e'].map((name) => `real/${name}`);
  const synthetic = ['x', 'y', 'z'].map((name) => `made/${name}`);
  const key = blind(real, synthetic, { count: 20, seed: 1 });

  it('takes as many of both, under codes that are all different', () => {
    expect(key.filter((entry) => entry.synthetic)).toHaveLength(3);
    expect(key).toHaveLength(6);
    expect(key.map(({ volume }) => volume)).toEqual(['v01', 'v02', 'v03', 'v04', 'v05', 'v06']);
    expect(blind(real, synthetic, { count: 20, seed: 1 })).toEqual(key);
    expect(blind(real, synthetic, { count: 20, seed: 2 })).not.toEqual(key);
  });

  it('mixes both sets', () => {
    const many = (kind: string) => Array.from({ length: 40 }, (_, i) => `${kind}${i}`);
    const firsts = blind(many('r'), many('s'), { count: 80, seed: 3 }).slice(0, 40);
    const synthetics = firsts.filter((entry) => entry.synthetic).length;
    expect(synthetics).toBeGreaterThan(10);
    expect(synthetics).toBeLessThan(30);
  });

  it('gives each rater an order of their own', () => {
    expect(orderFor('Ann', key)).not.toEqual(orderFor('Bob', key));
    expect(orderFor('Ann', key)).toEqual(orderFor('Ann', key));
  });
});
