import type { Template } from '@braingen/registration';
import { binaryMask, resample, sameGrid, type Affine, type Grid, type Volume } from '@braingen/volume';

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

const known = new WeakMap<Template, Atlas>();

/** The atlas on the grid in the template's space that all heads of a run share: made once. */
export function sharedAtlas(template: Template, grid: Grid): Atlas {
  const last = known.get(template);
  if (last && sameGrid(last.intracranial, grid)) return last;
  const atlas = atlasOn(template, grid);
  known.set(template, atlas);
  return atlas;
}

/** The cavity of an atlas as a mask: 1 inside, 0 outside. */
export function cavityOf({ intracranial }: Atlas): Volume<Uint8Array> {
  return binaryMask(intracranial);
}
