import { Volume, reorient, type VoxelArray } from '@braingen/volume';
import { firstOutside, labelMeanings, tissues } from './freesurfer.ts';
import { nearCavity, type NearCavity } from './near-cavity.ts';

/** A whole head's label map, made ready to be painted. */
export interface LabelMap {
  /** For each voxel the index of its label in the lists below; axes R, A, S. */
  readonly volume: Volume<Uint8Array>;
  /** FreeSurfer's number. */
  readonly labels: readonly number[];
  /** The index in `tissues`; what lies outside the skull comes after them, each label by itself. */
  readonly tissue: Uint8Array;
  /** From 1 in `regionNames`, 0 for none. */
  readonly region: Uint8Array;
  /** 0 in the middle, 1 on the left, 2 on the right. */
  readonly side: Uint8Array;
  /** 1 within the skull. */
  readonly inside: Uint8Array;
  /** Where the cavity of the skull is not far. */
  readonly cavity: NearCavity;
  /** How many intensities paint it. */
  readonly tissueCount: number;
}

/**
 * @param map FreeSurfer's labels, from 500 on what lies outside the skull
 * @throws RangeError that names a label which is not known
 */
export function readLabelMap(map: Volume<VoxelArray>): LabelMap {
  const turned = reorient(map, 'RAS');
  const indices = new Map<number, number>();
  const voxels = new Uint8Array(turned.voxels.length);
  for (let i = 0; i < voxels.length; i++) {
    const label = turned.voxels[i];
    let index = indices.get(label);
    if (index === undefined) indices.set(label, (index = indices.size));
    voxels[i] = index;
  }
  const labels = [...indices.keys()];
  const unknown = labels.find((label) => label < firstOutside && !labelMeanings.has(label));
  if (unknown !== undefined || labels.length > 256)
    throw new RangeError(`label map: expected at most 256 of FreeSurfer's labels, found ${unknown ?? labels.length}`);

  const outside = labels.filter((label) => label >= firstOutside);
  const tissueOf = (label: number): number => {
    const known = labelMeanings.get(label);
    return known ? tissues.indexOf(known.tissue) : tissues.length + outside.indexOf(label);
  };
  const volume = new Volume(voxels, turned);
  const inside = Uint8Array.from(labels, (label) => (label > 0 && label < firstOutside ? 1 : 0));
  return {
    volume,
    labels,
    tissue: Uint8Array.from(labels, tissueOf),
    region: Uint8Array.from(labels, (label) => labelMeanings.get(label)?.region ?? 0),
    side: Uint8Array.from(labels, (label) => labelMeanings.get(label)?.side ?? 0),
    inside,
    cavity: nearCavity(volume, inside),
    tissueCount: tissues.length + outside.length,
  };
}
