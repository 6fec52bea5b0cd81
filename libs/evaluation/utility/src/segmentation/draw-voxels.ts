import type { Random } from '@braingen/volume';
import type { Scan } from './prepare-scan.ts';
import { featureCount, type ReadFeatures } from './voxel-features.ts';

/** Voxels to learn from. */
export interface DrawnVoxels {
  /** [count, featureCount] */
  readonly rows: Float32Array;
  readonly classes: Uint8Array;
  /** How many voxels of its class each stands for. */
  readonly weights: Float32Array;
}

/** Of each label of a scan, where it has as many. */
const perLabel = 1000;
/** Of the background, which is many things. */
const ofBackground = 4000;

/** Draws voxels of a scan: equally many of each class, so that the small ones are learned too (reservoirs, Vitter's algorithm R). */
export function drawVoxels({ classes }: Scan, read: ReadFeatures, random: Random): DrawnVoxels {
  const counts: number[] = [];
  const drawn: number[][] = [];
  classes.forEach((kind, voxel) => {
    const count = (counts[kind] = (counts[kind] ?? 0) + 1);
    const own = (drawn[kind] ??= []);
    const most = kind === 0 ? ofBackground : perLabel;
    if (own.length < most) own.push(voxel);
    else {
      const place = random.integer(count);
      if (place < most) own[place] = voxel;
    }
  });
  const voxels = drawn.flat();
  const rows = new Float32Array(voxels.length * featureCount);
  voxels.forEach((voxel, i) => read(voxel, rows.subarray(i * featureCount, (i + 1) * featureCount)));
  const weightOf = counts.map((count, kind) => count / drawn[kind].length);
  return {
    rows,
    classes: Uint8Array.from(voxels, (voxel) => classes[voxel]),
    weights: Float32Array.from(voxels, (voxel) => weightOf[classes[voxel]]),
  };
}

/** Voxels of several scans, one after the other. */
export function joinVoxels(parts: readonly DrawnVoxels[]): DrawnVoxels {
  const count = parts.reduce((sum, { classes }) => sum + classes.length, 0);
  const joined = {
    rows: new Float32Array(count * featureCount),
    classes: new Uint8Array(count),
    weights: new Float32Array(count),
  };
  let at = 0;
  for (const { rows, classes, weights } of parts) {
    joined.rows.set(rows, at * featureCount);
    joined.classes.set(classes, at);
    joined.weights.set(weights, at);
    at += classes.length;
  }
  return joined;
}
