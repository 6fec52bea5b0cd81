import { describe, expect, it } from 'vitest';
import { parseConditions } from './parse-conditions.ts';

describe('conditions as text', () => {
  it('are one value for all volumes, or one for each in turn', () => {
    expect(parseConditions('condition', ['age=60,70,80', 'group=depr'])).toEqual({
      age: ['60', '70', '80'],
      group: ['depr'],
    });
  });

  it.each([['age'], ['=70'], ['age='], ['age=60,,70']])('are refused where they say nothing: %s', (text) => {
    expect(() => parseConditions('condition', [text])).toThrow(
      `condition: expected name=value such as age=70, found "${text}"`,
    );
  });

  it('are said once', () => {
    expect(() => parseConditions('from', ['age=1', 'age=2'])).toThrow('from: expected age once, found it twice');
  });
});
