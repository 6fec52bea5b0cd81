import { expect, test } from 'vitest';
import { parseNyulScale } from './parse-nyul-scale.ts';

test('a scale comes back from its JSON', () => {
  const scale = { quantiles: [0.01, 0.5, 0.99], landmarks: [0, 0.4, 1] };
  expect(parseNyulScale(JSON.stringify(scale, undefined, 2), 'scale.json')).toEqual(scale);
});

test.each([
  ['{', /^scale\.json: expected JSON of quantiles and landmarks, found .*JSON/],
  // What the parser says quotes the text, ends of lines too.
  ['\n les', /^[^\n]*$/],
  ['[]', /found JSON: .*expected object, received array/],
  ['{"quantiles":[0,1]}', /found landmarks: .*expected array, received undefined/],
  ['{"quantiles":[0,"1"],"landmarks":[0,1]}', /found quantiles\.1: .*expected number, received string/],
  ['{"quantiles":[0,1],"landmarks":[1,0]}', /^scale\.json: Nyul scale: expected landmarks that rise, found 1, 0/],
])('%s is refused', (text, message) => {
  expect(() => parseNyulScale(text, 'scale.json')).toThrow(message);
});
