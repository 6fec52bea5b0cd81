import { correctFine, type FinelyCorrected } from '@braingen/bias-field';
import { normalizeNyul, normalizeWithin, type IntensityScaling, type NyulScale } from '@braingen/tissue';
import { invertAffine, raiseAir, resample, type Volume, type VoxelArray } from '@braingen/volume';
import { atlasOn, cavityOf, type Atlas } from './atlas.ts';
import { learn, rawHead, type Head, type Placement } from './head.ts';
import type { ChainSettings } from './settings.ts';
import type { Step } from './step.ts';
import { brainMaskStep } from './steps/brain-mask.ts';
import { normalizeStep } from './steps/normalize.ts';
import { registerStep } from './steps/register.ts';
import { tissueStep } from './steps/tissue.ts';
import { takeSteps, type TakeStepsOptions } from './take-steps.ts';

// A single step leaves a head on its own grid: what the chain does in the template's space is brought back.

/** A head in the template's space, and the way there. */
export type RegisteredHead = Head & { readonly placement: Placement };

/** Takes a head, its air at 0, through steps that begin with registration. */
async function registered(
  volume: Volume<VoxelArray>,
  settings: ChainSettings,
  options: TakeStepsOptions | undefined,
  ...steps: readonly Step[]
): Promise<RegisteredHead> {
  const raised = raiseAir(volume);
  const head = learn(rawHead(raised.volume), { warnings: raised.warnings });
  return (await takeSteps([registerStep, ...steps], head, settings, options)) as RegisteredHead;
}

/** The template's mask and priors on a head's own grid, the head with its air at 0, and what was suspicious about how they came there. */
export async function placeAtlas(
  volume: Volume<VoxelArray>,
  settings: ChainSettings,
  options?: TakeStepsOptions,
): Promise<Atlas & { readonly volume: Volume; readonly warnings: readonly string[] }> {
  const { placement, warnings } = await registered(volume, settings, options);
  const { own, matrix } = placement;
  return { ...atlasOn(settings.template, own, invertAffine(matrix)), volume: own, warnings };
}

/** The fine correction of a head that N4 has corrected, on its own grid. */
export async function correctHead(
  volume: Volume<VoxelArray>,
  settings: ChainSettings,
  options?: TakeStepsOptions,
): Promise<Pick<FinelyCorrected, 'volume' | 'field' | 'warnings'>> {
  const { signal } = options ?? {};
  const atlas = await placeAtlas(volume, settings, options);
  const fine = await correctFine(volume, { mask: cavityOf(atlas), priors: atlas.priors, signal });
  return { ...fine, warnings: [...atlas.warnings, ...fine.warnings] };
}

/** The intracranial cavity on the head's own grid; the volume is the head's as it was given. */
export async function maskHead<T extends VoxelArray>(
  volume: Volume<T>,
  settings: ChainSettings,
  options?: TakeStepsOptions,
): Promise<Omit<Head, 'volume' | 'mask'> & { readonly volume: Volume<T>; readonly mask: Volume<Uint8Array> }> {
  const head = await registered(volume, settings, options, brainMaskStep);
  return { ...head, volume, mask: ownMask(head) };
}

/** How the scale of a head is found: tissue means on fixed values, as the chain does; a learned scale; or what the voxels hold. */
export type HeadScaling =
  | { readonly method: 'tissue' }
  | { readonly method: 'nyul'; readonly scale: NyulScale }
  | IntensityScaling;

export interface NormalizeHeadOptions extends TakeStepsOptions {
  /** @default `{ method: 'tissue' }` */
  readonly scaling?: HeadScaling | undefined;
  /**
   * Where, on the head's own grid; not with tissue means, which need the template's priors beside it.
   * @default the intracranial cavity, which is found
   */
  readonly mask?: Volume<Uint8Array> | undefined;
}

/**
 * Intensities on a common scale inside the skull, 0 outside, on the head's own grid; with tissue means on fixed values 0 to 1.
 *
 * @throws RangeError as `normalizeNyul` and `normalizeWithin` of @braingen/tissue, and for a mask with tissue means; StepFailure
 */
export async function normalizeHead(
  volume: Volume<VoxelArray>,
  settings: ChainSettings,
  { scaling = { method: 'tissue' }, mask: given, ...options }: NormalizeHeadOptions = {},
): Promise<Head> {
  if (scaling.method !== 'tissue') {
    const { mask, ...head } = given
      ? { mask: given, measures: {}, warnings: [] }
      : await maskHead(volume, settings, options);
    const scaled =
      scaling.method === 'nyul'
        ? normalizeNyul(volume, { mask, scale: scaling.scale })
        : normalizeWithin(volume, { mask, ...scaling });
    return { ...head, mask, volume: scaled };
  }
  if (given)
    throw new RangeError('normalizeHead: expected a mask with other methods than tissue means, found one with them');
  const head = await registered(volume, settings, options, tissueStep, brainMaskStep, normalizeStep);
  return { ...head, volume: head.placement.own, mask: ownMask(head) };
}

function ownMask({ mask, placement: { own, matrix } }: RegisteredHead): Volume<Uint8Array> {
  return resample(mask!, own, { transform: invertAffine(matrix), interpolation: 'nearest' });
}
