import { freezeAffine, type Grid, type Shape3 } from '@braingen/volume';
import type { CascadeCheckpoint } from './checkpoint/checkpoint.ts';
import { halved } from './pyramid/haar.ts';
import type { Window } from './pyramid/window.ts';
import { drawnLevel } from './stage/stage.ts';

/**
 * A cascade without its finest details: its other stages draw volumes of half the size on each axis, which are the means of 2 x 2 x 2
 * voxels of what the whole would draw.
 *
 * @throws RangeError where it has no details to leave out
 */
export function halfSize({ base, stages, about }: CascadeCheckpoint): CascadeCheckpoint {
  if (base.scales.length < 2) throw new RangeError('cascade: expected one that draws details, found none');
  const [first, ...rest] = base.scales.slice(1);
  return {
    base: {
      ...base,
      window: halfWindow(base.window),
      scales: [{ ...first, details: [] }, ...rest],
      rims: base.rims.slice(1),
    },
    stages: stages
      .filter(({ stage }) => drawnLevel(stage) > 0)
      .map(({ stage, weights }) => ({ stage: { ...stage, level: stage.level - 1 }, weights })),
    about,
  };
}

/** The grid on which `halfSize` draws, of a cascade on `grid`: in the same place of the world. */
export function halfGrid(grid: Grid, window: Window): Grid {
  const half = halfWindow(window);
  // The first voxel of the half grid lies amid eight of the whole one.
  const first = half.offset.map((begin, axis) => window.offset[axis] - 2 * begin + 0.5);
  const affine = grid.affine.map((row, i) =>
    i === 3
      ? [...row]
      : [2 * row[0], 2 * row[1], 2 * row[2], row[3] + first.reduce((sum, at, axis) => sum + row[axis] * at, 0)],
  );
  return { shape: half.grid, affine: freezeAffine(affine as unknown as Parameters<typeof freezeAffine>[0]) };
}

/** The window begins at a whole voxel, and lies within the grid. */
function halfWindow(window: Window): Window {
  const grid = window.grid.map((side) => Math.floor(side / 2)) as unknown as Shape3;
  const shape = halved(window.shape);
  const offset = grid.map((side, axis) =>
    Math.min(side - shape[axis], Math.max(0, Math.round(window.offset[axis] / 2))),
  ) as unknown as Shape3;
  return { ...window, grid, offset, shape };
}
