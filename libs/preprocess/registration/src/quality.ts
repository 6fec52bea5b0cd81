import { applyAffine, composeAffine, invertAffine, type Affine, type Volume } from '@braingen/volume';
import type { LevelMetric } from './metric.ts';

/** What a registration that went well stays within; beyond, the result says so. */
const limits = { similarity: 0.1, coverage: 0.9, turn: 45, stretch: 1.35, mirror: 1.015 };

/**
 * What is suspicious about a result, in words for the person who will look at it.
 *
 * @param metric of a coarse level, for its images
 * @param mirrored see `mirrorAdvantage`
 */
export function doubtsAbout(
  transform: Affine,
  { similarity, mirrored, metric }: { similarity: number; mirrored: number; metric: LevelMetric },
): string[] {
  const doubts: string[] = [];
  if (similarity < limits.similarity) {
    doubts.push(`little likeness: similarity ${similarity.toFixed(3)}, expected at least ${limits.similarity}`);
  }
  const covered = coverage(transform, metric.fixed, metric.moving);
  if (covered < limits.coverage) {
    doubts.push(`only ${Math.round(100 * covered)} % of the fixed image's content lies within the moving image`);
  }
  if (mirrored > limits.mirror) {
    const percent = (100 * (mirrored - 1)).toFixed(1);
    doubts.push(`fits ${percent} % better with left and right exchanged: the header may be wrong`);
  }
  const { turn, stretches } = describe(transform);
  if (turn > limits.turn)
    doubts.push(`turned by ${Math.round(turn)} degrees: the orientation in the header may be wrong`);
  if (stretches.some((s) => s > limits.stretch || s < 1 / limits.stretch)) {
    doubts.push(`stretched by ${stretches.map((s) => s.toFixed(2)).join(', ')}: the voxel size may be wrong`);
  }
  return doubts;
}

/** The fraction of the fixed image's content (above a tenth of its brightest voxel) that the moving image reaches. */
function coverage(transform: Affine, fixed: Volume<Float32Array>, moving: Volume<Float32Array>): number {
  const { voxels, shape, affine } = fixed;
  const toVoxel = composeAffine(invertAffine(moving.affine), composeAffine(transform, affine));
  let low = Infinity,
    high = -Infinity;
  for (const value of voxels) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  let content = 0,
    inside = 0;
  for (let i = 0; i < voxels.length; i++) {
    if (voxels[i] < low + 0.1 * (high - low)) continue;
    const voxel = [i % shape[0], Math.floor(i / shape[0]) % shape[1], Math.floor(i / (shape[0] * shape[1]))] as const;
    content++;
    const at = applyAffine(toVoxel, voxel);
    // The grid ends half a voxel beyond the outermost centres.
    if (at.every((x, axis) => x >= -0.5 && x <= moving.shape[axis] - 0.5)) inside++;
  }
  return inside / content;
}

/** How far a transform turns, in degrees, and how it stretches along its own axes. */
function describe(transform: Affine): { turn: number; stretches: number[] } {
  // Higham's iteration for the polar decomposition: the average of a matrix and its inverse transpose tends to the turn.
  let turned = [0, 1, 2].map((r) => [0, 1, 2].map((c) => transform[r][c]));
  for (let i = 0; i < 30; i++) {
    const inverse = invertAffine([...turned.map((row) => [...row, 0]), [0, 0, 0, 1]] as unknown as Affine);
    turned = turned.map((row, r) => row.map((value, c) => (value + inverse[c][r]) / 2));
  }
  const trace = turned[0][0] + turned[1][1] + turned[2][2];
  // transform = turn * stretch; the diagonal of the stretch is what each axis of the fixed image is multiplied by.
  const stretches = [0, 1, 2].map((c) => [0, 1, 2].reduce((sum, r) => sum + turned[r][c] * transform[r][c], 0));
  return { turn: (Math.acos(Math.min(1, Math.max(-1, (trace - 1) / 2))) * 180) / Math.PI, stretches };
}
