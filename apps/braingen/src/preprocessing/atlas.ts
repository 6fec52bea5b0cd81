import type { Template } from '@braingen/registration';
import { resample, sameGrid, type Affine, type Grid, type Volume } from '@braingen/volume';

/** What a template knows about a head, on that head's grid. */
export interface Atlas {
  /** Above one half inside the skull. */
  readonly intracranial: Volume;
  readonly priors: { readonly csf: Volume; readonly gm: Volume; readonly wm: Volume };
}

/** @param transform RAS millimetres of the grid to RAS millimetres of the template; the identity for heads in its space */
export function atlasOn(template: Template, grid: Grid, transform?: Affine): Atlas {
  const place = (map: Volume): Volume => resample(map, grid, transform && { transform });
  const { csf, gm, wm } = template.priors;
  return { intracranial: place(template.intracranialMask), priors: { csf: place(csf), gm: place(gm), wm: place(wm) } };
}

/** The atlas on the grid that all heads of a run share is made once. */
export function createAtlasCache(template: Template): (grid: Grid) => Atlas {
  let last: Atlas | undefined;
  return (grid) => {
    if (!last || !sameGrid(last.intracranial, grid)) last = atlasOn(template, grid);
    return last;
  };
}
