import { describe, expect, it } from 'vitest';
import { factsOf, longestOf, parseConditions } from './condition-options.ts';

describe('conditions on the command line', () => {
  it('are one value for all volumes, or one for each in turn', () => {
    const lists = parseConditions('--condition', ['age=60,70,80', 'group=depr']);
    expect(longestOf(lists)).toBe(3);
    expect([0, 1, 2, 3].map((volume) => factsOf(lists, volume))).toEqual([
      { age: '60', group: 'depr' },
      { age: '70', group: 'depr' },
      { age: '80', group: 'depr' },
      { age: '60', group: 'depr' },
    ]);
    expect(longestOf({})).toBe(1);
  });

  it.each([['age'], ['=70'], ['age='], ['age=60,,70']])('are refused where they say nothing: %s', (text) => {
    expect(() => parseConditions('--condition', [text])).toThrow(
      `--condition: expected name=value such as age=70, found "${text}"`,
    );
  });

  it('are said once', () => {
    expect(() => parseConditions('--from', ['age=1', 'age=2'])).toThrow('--from: expected age once, found it twice');
  });
});
