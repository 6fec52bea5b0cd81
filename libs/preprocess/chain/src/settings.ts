import type { LibraryEntry } from '@braingen/brain-mask';
import type { Kernels } from '@braingen/kernels';
import { loadTemplate, type Template } from '@braingen/registration';
import { mni152Grid, type Grid, type Shape3 } from '@braingen/volume';

/** The shape of the published volumes, at about 2.15 x 1.7 x 2.15 mm. */
export const defaultShape: Shape3 = [84, 128, 84];

/** What all scans of a run share. */
export interface ChainSettings {
  readonly template: Template;
  /** Heads whose cavity is known. Pass the same array for all heads: it is prepared once. @default the shipped ones */
  readonly library?: readonly LibraryEntry[] | undefined;
  /** The grid, in the template's space, on which heads are analysed. */
  readonly grid: Grid;
  /** How many voxels cover that grid's field of view at the chain's end. */
  readonly shape: Shape3;
  /** Kernels already loaded. @default `loadKernels()` */
  readonly kernels?: Kernels | undefined;
}

/** Settings with defaults for what is left out: the shipped template, `mni152Grid`, `defaultShape`. */
export async function chainSettings(
  given: { readonly [K in keyof ChainSettings]?: ChainSettings[K] | undefined } = {},
): Promise<ChainSettings> {
  const { template, library, grid = mni152Grid, shape = defaultShape, kernels } = given;
  return { template: template ?? (await loadTemplate()), library, grid, shape, kernels };
}
