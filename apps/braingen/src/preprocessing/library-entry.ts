import { assertEntry } from '@braingen/brain-mask';
import type { LibraryPair } from '@braingen/brain-mask/node';
import { resample, type Volume } from '@braingen/volume';
import type { Context } from '../action.ts';
import { readInput, readMask, runStep } from '../step-file.ts';
import type { ChainSettings, Head } from './head.ts';
import { n4Step } from './steps/n4.ts';
import { registerStep } from './steps/register.ts';

/** A scan and the mask drawn on it, brought to the template's space as the chain brings heads there. */
export async function placeEntry(
  { name, image, mask }: LibraryPair,
  settings: ChainSettings,
  context: Context,
): Promise<{ image: Volume; mask: Volume<Uint8Array>; warnings: readonly string[] }> {
  const scan = { name, image: await readInput(image, context), mask: await readMask(mask, context) };
  assertEntry(scan);
  let head: Head = { volume: scan.image, measures: {}, warnings: [] };
  for (const step of [n4Step, registerStep]) {
    head = await runStep(`${name}: ${step.name}`, context, (options) => step.apply(head, settings, options));
  }
  const inside = resample(scan.mask, head.volume, { transform: head.matrix });
  const placed = inside.with(Uint8Array.from(inside.voxels, (part) => Number(part > 0.5)));
  assertEntry({ name: `${name} in the template's space`, image: head.volume, mask: placed });
  return { image: head.volume, mask: placed, warnings: head.warnings };
}
