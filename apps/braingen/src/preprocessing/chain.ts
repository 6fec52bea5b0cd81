import type { ChainStep } from './head.ts';
import { brainMaskStep } from './steps/brain-mask.ts';
import { denoiseStep } from './steps/denoise.ts';
import { fineStep } from './steps/fine.ts';
import { n4Step } from './steps/n4.ts';
import { normalizeStep } from './steps/normalize.ts';
import { registerStep } from './steps/register.ts';
import { resizeStep } from './steps/resize.ts';
import { tissueStep } from './steps/tissue.ts';

/** The paper's order. */
export const chain: readonly ChainStep[] = [
  denoiseStep,
  n4Step,
  registerStep,
  fineStep,
  tissueStep,
  brainMaskStep,
  normalizeStep,
  resizeStep,
];
