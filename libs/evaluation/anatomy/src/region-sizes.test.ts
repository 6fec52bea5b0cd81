import { expect, it } from 'vitest';
import { asymmetryOf, sizesOf } from './region-sizes.ts';

const brain = [
  { region: 'csf', volumeMl: 50 },
  { region: 'cortex', side: 'left', volumeMl: 300 },
  { region: 'cortex', side: 'right', volumeMl: 200 },
  { region: 'hippocampus and amygdala', side: 'left', volumeMl: 0 },
  { region: 'hippocampus and amygdala', side: 'right', volumeMl: 0 },
] as const;

it('takes both sides together, beside the whole head', () => {
  expect(sizesOf([brain], 'cortex')).toEqual([{ value: 500, covariates: [550] }]);
});

it('is larger on the left above 0, and unknown where there is nothing or no side', () => {
  expect(asymmetryOf(brain, 'cortex')).toBeCloseTo(0.2, 12);
  expect(asymmetryOf(brain, 'hippocampus and amygdala')).toBeUndefined();
  expect(asymmetryOf(brain, 'csf')).toBeUndefined();
});
