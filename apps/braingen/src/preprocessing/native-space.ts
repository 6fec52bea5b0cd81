import { correctFine, type FinelyCorrected } from '@braingen/bias-field';
import { invertAffine, resample, type Affine, type Volume } from '@braingen/volume';
import type { Context } from '../action.ts';
import { runStep } from '../step-file.ts';
import { atlasOn, type Atlas } from './atlas.ts';
import type { ChainSettings, ChainStep, Head } from './head.ts';
import { brainMaskStep } from './steps/brain-mask.ts';
import { fineEvidence } from './steps/fine.ts';
import { normalizeStep } from './steps/normalize.ts';
import { registerStep } from './steps/register.ts';
import { tissueStep } from './steps/tissue.ts';

// Single steps on a file leave it on its own grid: what the chain does in the template's space is brought back.

const apply = (step: ChainStep, head: Head, settings: ChainSettings, context: Context): Promise<Head> =>
  runStep(step.name, context, (options) => step.apply(head, settings, options));

const unprocessed = (volume: Volume): Head => ({ volume, measures: {}, warnings: [] });

/** The head in the template's space, and the way there. */
async function register(volume: Volume, settings: ChainSettings, context: Context): Promise<Head & { matrix: Affine }> {
  return (await apply(registerStep, unprocessed(volume), settings, context)) as Head & { matrix: Affine };
}

/** The template's mask and priors on a head's own grid, and what was doubtful about how they came there. */
export async function placeAtlas(
  volume: Volume,
  settings: ChainSettings,
  context: Context,
): Promise<Atlas & { warnings: readonly string[] }> {
  const { matrix, warnings } = await register(volume, settings, context);
  return { ...atlasOn(settings.template, volume, invertAffine(matrix)), warnings };
}

/** The fine correction of a head that N4 has corrected, on its own grid. */
export async function correctHead(
  volume: Volume,
  settings: ChainSettings,
  context: Context,
): Promise<Pick<FinelyCorrected, 'volume' | 'field' | 'warnings'>> {
  const atlas = await placeAtlas(volume, settings, context);
  const fine = await runStep('fine', context, (options) => correctFine(volume, { ...fineEvidence(atlas), ...options }));
  return { ...fine, warnings: [...atlas.warnings, ...fine.warnings] };
}

/** The intracranial cavity on the head's own grid. */
export async function maskHead(
  volume: Volume,
  settings: ChainSettings,
  context: Context,
): Promise<Head & { mask: Volume<Uint8Array> }> {
  const registered = await register(volume, settings, context);
  return { ...(await maskRegistered(volume, registered, settings, context)), volume };
}

/** Tissue means on fixed values, 0 to 1 inside the skull, 0 outside; on the head's own grid. */
export async function normalizeHead(volume: Volume, settings: ChainSettings, context: Context): Promise<Head> {
  const registered = await register(volume, settings, context);
  const { mask, ...masked } = await maskRegistered(volume, registered, settings, context);
  const atlas = atlasOn(settings.template, volume, invertAffine(registered.matrix));
  const native = { ...settings, atlasOn: () => atlas };
  const scaled = await apply(tissueStep, { ...masked, volume, matrix: undefined }, native, context);
  return apply(normalizeStep, { ...scaled, mask }, native, context);
}

async function maskRegistered(
  volume: Volume,
  registered: Head & { matrix: Affine },
  settings: ChainSettings,
  context: Context,
): Promise<Head & { mask: Volume<Uint8Array> }> {
  const masked = await apply(brainMaskStep, registered, settings, context);
  const transform = invertAffine(registered.matrix);
  const placed = resample(masked.mask!, volume, { transform, interpolation: 'nearest' });
  return { ...masked, mask: placed.with(Uint8Array.from(placed.voxels)) };
}
