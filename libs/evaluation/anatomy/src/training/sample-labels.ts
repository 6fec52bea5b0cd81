import type { Affine } from '@braingen/volume';
import { networkGrid } from '../network-grid.ts';
import { classCount } from '../regions.ts';
import type { LabelMap } from './label-map.ts';
import { blockBits } from './near-cavity.ts';

/** A head's labels on the network's grid, [x, y, z] with z fastest. */
export interface SampledLabels {
  /** Mean of the tissues' intensities in each voxel. */
  readonly image: Float32Array;
  /** The region that has most of a voxel, from 1 in `regionNames`; 0 for none. */
  readonly region: Uint8Array;
  /** 0 in the middle, 1 on the left, 2 on the right. */
  readonly side: Uint8Array;
  /** Shares of each voxel that lie within the skull, and within the brain: CSF around it counts to the skull alone. */
  readonly cavity: Float32Array;
  readonly brain: Float32Array;
}

/** Points looked up in a voxel, along each axis: voxels on a boundary hold mixtures. */
const points = 2;

/**
 * Looks a label map up at eight points of each voxel of the network's grid.
 *
 * @param toMap from the grid's voxels to the map's
 * @param displacement of each voxel in the map's voxels, along the map's axes: three fields [x, y, z]
 * @param means the intensity of each tissue
 * @param options `mirrored`: `toMap` swaps left and right; `cavityAlone`: what lies 8 voxels of the map or more from the cavity of the
 *   skull is left empty, which takes a third of the time
 */
export function sampleLabels(
  map: LabelMap,
  toMap: Affine,
  displacement: readonly Float32Array[],
  means: Float32Array,
  { mirrored, cavityAlone }: { readonly mirrored: boolean; readonly cavityAlone: boolean },
): SampledLabels {
  const [nx, ny, nz] = networkGrid.shape;
  const [mx, my, mz] = map.volume.shape;
  const labels = map.volume.voxels;
  const count = nx * ny * nz;
  const result = {
    image: new Float32Array(count),
    region: new Uint8Array(count),
    side: new Uint8Array(count),
    cavity: new Float32Array(count),
    brain: new Float32Array(count),
  };
  const csf = map.labels.indexOf(24);
  const intensity = Float32Array.from(map.tissue, (tissue) => means[tissue]);
  const sideOf = map.side.map((side) => (mirrored && side > 0 ? 3 - side : side));

  const offsets = pointOffsets(toMap);
  const each = offsets.length / 3;
  const [r0, r1, r2] = toMap;
  const [dx, dy, dz] = displacement;
  const { near, shape } = map.cavity;
  const votes = new Uint8Array(classCount);
  for (let x = 0, i = 0; x < nx; x++) {
    for (let y = 0; y < ny; y++) {
      for (let z = 0; z < nz; z++, i++) {
        const cx = r0[0] * x + r0[1] * y + r0[2] * z + r0[3] + dx[i] + 0.5;
        const cy = r1[0] * x + r1[1] * y + r1[2] * z + r1[3] + dy[i] + 0.5;
        const cz = r2[0] * x + r2[1] * y + r2[2] * z + r2[3] + dz[i] + 0.5;
        if (cavityAlone) {
          if (!(cx >= 0 && cy >= 0 && cz >= 0 && cx < mx && cy < my && cz < mz)) continue;
          const [bx, by, bz] = [cx >> blockBits, cy >> blockBits, cz >> blockBits];
          if (near[bx + shape[0] * (by + shape[1] * bz)] === 0) continue;
        }
        votes.fill(0);
        let [sum, cavity, fluid, most, region, last] = [0, 0, 0, 0, 0, 0];
        for (let p = 0; p < offsets.length; p += 3) {
          const [px, py, pz] = [cx + offsets[p], cy + offsets[p + 1], cz + offsets[p + 2]];
          const inside = px >= 0 && py >= 0 && pz >= 0 && px < mx && py < my && pz < mz;
          const label = inside ? labels[(px | 0) + mx * ((py | 0) + my * (pz | 0))] : 0;
          sum += intensity[label];
          cavity += map.inside[label];
          if (label === csf) fluid++;
          const found = map.region[label];
          if (++votes[found] > most) {
            most = votes[found];
            region = found;
            last = label;
          }
        }
        result.image[i] = sum / each;
        result.region[i] = region;
        result.side[i] = sideOf[last];
        result.cavity[i] = cavity / each;
        result.brain[i] = (cavity - fluid) / each;
      }
    }
  }
  return result;
}

/** The points of a voxel, evenly spread, as offsets in the map's voxels. */
function pointOffsets(toMap: Affine): Float64Array {
  const at = Array.from({ length: points }, (_, i) => (i + 0.5) / points - 0.5);
  const all = at.flatMap((x) => at.flatMap((y) => at.map((z) => [x, y, z])));
  return Float64Array.from(
    all.flatMap(([x, y, z]) => toMap.slice(0, 3).map((row) => row[0] * x + row[1] * y + row[2] * z)),
  );
}
