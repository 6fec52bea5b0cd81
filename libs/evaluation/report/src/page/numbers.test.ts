import { describe, expect, it } from 'vitest';
import { formatNumber, formatSeconds, formatSetting, formatTogether, wordsOf } from './numbers.ts';

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [86, '86'],
    [19.3871, '19.4'],
    [0.58312, '0.583'],
    [-0.0123, '\u22120.0123'],
    [0.00001234, '1.23e\u22125'],
    [NaN, 'n/a'],
  ])('writes %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe('formatTogether', () => {
  it('gives all figures the decimals that the uncertainty allows', () => {
    expect(formatTogether([19.3871, 16.8, 22.51], 5.7)).toEqual(['19.4', '16.8', '22.5']);
    expect(formatTogether([0.5801, 0.513, 0.641], 0.128)).toEqual(['0.58', '0.51', '0.64']);
    expect(formatTogether([-164.7, -1014.2, 732.3], 1747)).toEqual(['\u2212165', '\u22121014', '732']);
  });

  it('writes no minus before a zero', () => {
    expect(formatTogether([-0.001], 0.2)).toEqual(['0.00']);
  });

  it('falls back to three digits where there is no uncertainty', () => {
    expect(formatTogether([1.23456], 0)).toEqual(['1.23']);
  });
});

describe('formatSetting', () => {
  it.each([
    [0.9999, '0.9999'],
    [47475969, '47,475,969'],
    [true, 'yes'],
    [null, 'not measured'],
    [[84, 128, 84], '84, 128, 84'],
    [{ featureCount: 3, kind: 'x' }, 'feature count 3, kind x'],
  ])('writes %j as %s', (value, text) => {
    expect(formatSetting(value)).toBe(text);
  });
});

describe('formatSeconds', () => {
  it.each([
    [12.34, '12.3 s'],
    [843, '14 min 3 s'],
    [7261, '2 h 1 min'],
  ])('writes %d as %s', (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });
});

it('wordsOf parts camel case', () => {
  expect(wordsOf('atBaselineSize')).toBe('at baseline size');
});
