import { identityAffine, Volume } from '@braingen/volume';
import { expect, test } from 'vitest';
import { learn, rawHead } from './head.ts';
import { chainSettings } from './settings.ts';
import type { Step, StepName } from './step.ts';
import { allSteps, selectSteps } from './steps.ts';
import { StepFailure, takeSteps } from './take-steps.ts';

const head = rawHead(Volume.zeros({ shape: [2, 2, 2], affine: identityAffine }));
const settings = await chainSettings();
const warns = (name: StepName): Step => ({
  name,
  apply: (head, _settings, { onProgress }) => {
    onProgress?.(0.5);
    return Promise.resolve(learn(head, { warnings: [`${name} wonders`] }));
  },
});
const fails = (error: unknown): Step => ({ name: 'tissue', apply: () => Promise.reject(error) });

test('steps follow each other, and are seen on their way', async () => {
  const seen: unknown[] = [];
  const taken = await takeSteps([warns('n4'), warns('register')], head, settings, {
    onProgress: (fraction, step) => seen.push([fraction, step]),
    onStep: ({ name }, { warnings }) => void seen.push([name, warnings.length]),
  });
  expect(taken.warnings).toEqual(['n4 wonders', 'register wonders']);
  expect(seen).toEqual([
    [0, 'n4'],
    [0.25, 'n4'],
    ['n4', 1],
    [0.5, 'register'],
    [0.75, 'register'],
    ['register', 2],
  ]);
});

test('a failure names its step, keeps what was thrown, and says what was suspicious before', async () => {
  const cause = new RangeError('segmentTissue: expected contrast, found none');
  const failure = await takeSteps([warns('n4'), fails(cause)], head, settings).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StepFailure);
  expect(failure).toMatchObject({ step: 'tissue', cause });
  expect((failure as Error).message).toBe('tissue: segmentTissue: expected contrast, found none (before: n4 wonders)');
  await expect(takeSteps([fails(new Error('tissue: no'))], head, settings)).rejects.toThrow(/^tissue: no$/);
});

test("an abort ends with the signal's reason", async () => {
  const controller = new AbortController();
  const stops: Step = { name: 'n4', apply: (head) => (controller.abort(new Error('enough')), Promise.resolve(head)) };
  await expect(takeSteps([stops, warns('mask')], head, settings, { signal: controller.signal })).rejects.toThrow(
    'enough',
  );
});

test('steps are selected by name, in the order of the chain', () => {
  expect(selectSteps(['resize', 'n4']).map(({ name }) => name)).toEqual(['n4', 'resize']);
  expect(allSteps.map(({ name }) => name).join()).toBe('denoise,n4,register,fine,tissue,mask,normalize,resize');
  expect(() => selectSteps(['n4', 'skullstrip'])).toThrow('steps: expected names out of denoise, n4');
});
