import type { Step } from './step.ts';
import { brainMaskStep } from './steps/brain-mask.ts';
import { denoiseStep } from './steps/denoise.ts';
import { fineStep } from './steps/fine.ts';
import { n4Step } from './steps/n4.ts';
import { normalizeStep } from './steps/normalize.ts';
import { registerStep } from './steps/register.ts';
import { resizeStep } from './steps/resize.ts';
import { tissueStep } from './steps/tissue.ts';

/** Rises where a change of the steps changes volumes: outcomes of another revision are not those of this one. */
export const chainRevision: number = 2;

/** All steps, in the published order (AssemblyNet's preprocessing). */
export const allSteps: readonly Step[] = [
  denoiseStep,
  n4Step,
  registerStep,
  fineStep,
  tissueStep,
  brainMaskStep,
  normalizeStep,
  resizeStep,
];

/**
 * The steps of some names, in the chain's order whatever the names'.
 *
 * @throws RangeError for a name that is no step's
 */
export function selectSteps(names: readonly string[]): readonly Step[] {
  const known = allSteps.map((step) => step.name as string);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new RangeError(`steps: expected names out of ${known.join(', ')}, found "${unknown}"`);
  return allSteps.filter((step) => names.includes(step.name));
}
