import { anatomyFeatures, brainCoverage } from '@braingen/anatomy';
import { loadNetwork } from '@braingen/anatomy/node';
import { defaultFeatures, type FeatureExtractor } from '@braingen/metrics';
import type { FeatureChoice } from '@braingen/pipeline';
import type { ReadVolume } from '@braingen/provenance';
import type { UNet } from '@braingen/unet3d';
import { openNamedFeatures } from './open-named-features.ts';

export interface AnatomyOptions {
  /** @default 'anatomy' where volumes lie in MNI152 space, otherwise 'random' */
  readonly features?: FeatureChoice | undefined;
  /** Whether regions are to be measured. @default true */
  readonly regions?: boolean | undefined;
}

/** What is computed with the segmentation network. */
export interface OpenedAnatomy {
  readonly features: FeatureExtractor;
  /** To measure regions with. Undefined where that is not wanted or cannot be. */
  readonly network: UNet | undefined;
  readonly warnings: readonly string[];
  dispose(): void;
}

/** Volumes that cover less than this of a brain's place in MNI152 space lie in another. */
const leastCoverage = 0.5;

/**
 * The segmentation network that comes with @braingen/anatomy, and features to compare volumes on: its own where they lie in MNI152
 * space, as preprocessed and synthetic ones do; an engine of @braingen/engine must have been started.
 *
 * @param synthetic volumes; all are compared on the grid of the first
 * @throws RangeError if the network's features are asked for by name and volumes lie elsewhere; what `openNamedFeatures` throws
 */
export async function openAnatomy(
  [first]: readonly ReadVolume[],
  { features, regions = true }: AnatomyOptions = {},
): Promise<OpenedAnatomy> {
  const named = features === undefined || features === 'anatomy' ? undefined : await openNamedFeatures(features);
  const nothing = { features: named ?? defaultFeatures, network: undefined, warnings: [], dispose: () => undefined };
  if (named && !regions) return nothing;
  const coverage = first ? brainCoverage(first.volume) : 0;
  if (coverage < leastCoverage) {
    const found = `${Math.round(100 * coverage)} % of the place of a brain in MNI152 space`;
    if (features === 'anatomy')
      throw new RangeError(`features: expected volumes that cover a brain for "anatomy", found ${found}`);
    const instead = features === undefined ? ', and features are those of a random network' : '';
    return { ...nothing, warnings: [`Volumes cover ${found}: no regions are measured${instead}.`] };
  }
  const network = await loadNetwork();
  return {
    features: named ?? (await anatomyFeatures(network)),
    network: regions ? network : undefined,
    warnings: [],
    dispose: () => network.dispose(),
  };
}
