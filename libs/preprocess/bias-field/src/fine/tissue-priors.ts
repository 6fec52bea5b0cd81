import type { Volume, VoxelArray } from '@braingen/volume';

/** Prior probabilities of CSF, grey and white matter, or of some of them. */
export interface TissuePriors {
  readonly csf?: Volume<VoxelArray> | undefined;
  readonly gm?: Volume<VoxelArray> | undefined;
  readonly wm?: Volume<VoxelArray> | undefined;
}

/** Those that are there, in this order whatever the object's. */
export function listPriors(priors: TissuePriors): (readonly [name: string, prior: Volume<VoxelArray>])[] {
  return (['csf', 'gm', 'wm'] as const).flatMap((name) => {
    const prior = priors[name];
    return prior ? [[name, prior] as const] : [];
  });
}
