import { assertEntry, type LibraryEntry } from '@braingen/brain-mask';
import { binaryMask, raiseAir, resample } from '@braingen/volume';
import { learn, rawHead } from './head.ts';
import type { ChainSettings } from './settings.ts';
import { n4Step } from './steps/n4.ts';
import { registerStep } from './steps/register.ts';
import { takeSteps, type TakeStepsOptions } from './take-steps.ts';

/**
 * A scan and the mask drawn on it, brought to the template's space as the chain brings heads there: an entry for the
 * library of brain-mask.
 *
 * @throws RangeError if scan and mask cannot serve as an entry
 */
export async function placeEntry(
  entry: LibraryEntry,
  settings: ChainSettings,
  options?: TakeStepsOptions,
): Promise<LibraryEntry & { readonly warnings: readonly string[] }> {
  const { name, mask } = entry;
  assertEntry(entry);
  const { volume, warnings } = raiseAir(entry.image);
  const raw = learn(rawHead(volume), { warnings });
  const head = await takeSteps([n4Step, registerStep], raw, settings, options);
  const inside = resample(mask.with(Float32Array.from(mask.voxels)), head.volume, {
    transform: head.placement?.matrix,
  });
  const placed = { name, image: head.volume, mask: binaryMask(inside) };
  assertEntry({ ...placed, name: `${name} in the template's space` });
  return { ...placed, warnings: head.warnings };
}
