import type { VolumeSource } from '@braingen/trainer';
import { elementCount, type Shape3 } from '@braingen/volume';

/** The part of a grid in which heads differ from their background: all that a cascade works on. */
export interface Window {
  /** Of the whole grid, [d, h, w]. */
  readonly grid: Shape3;
  /** The window's first voxel in the grid; below 0 where the window reaches beyond it. */
  readonly offset: Shape3;
  readonly shape: Shape3;
  /** What lies outside, in every volume. */
  readonly background: number;
}

/**
 * The window that holds every voxel that is not background in any of the volumes, and a margin. It lies around the middle of the
 * first axis (left to right), so that a mirror image stays within it.
 *
 * @param volumes on one grid, each [d, h, w]
 * @param multiple every side becomes one of this
 * @param margin voxels between the volumes and the window's edge
 */
export async function findWindow(volumes: VolumeSource, grid: Shape3, multiple: number, margin = 0): Promise<Window> {
  const background = (await volumes.volume(0))[0];
  const low = [Infinity, Infinity, Infinity];
  const high = [-1, -1, -1];
  for (let index = 0; index < volumes.length; index++) {
    const volume = await volumes.volume(index);
    for (let x = 0, at = 0; x < grid[0]; x++) {
      for (let y = 0; y < grid[1]; y++) {
        for (let z = 0; z < grid[2]; z++, at++) {
          if (volume[at] === background) continue;
          if (x < low[0]) low[0] = x;
          if (x > high[0]) high[0] = x;
          if (y < low[1]) low[1] = y;
          if (y > high[1]) high[1] = y;
          if (z < low[2]) low[2] = z;
          if (z > high[2]) high[2] = z;
        }
      }
    }
  }
  if (high[0] < 0) throw new RangeError(`window: expected volumes that differ from ${background}, found none`);
  const reach = Math.max(high[0] - (grid[0] - 1) / 2, (grid[0] - 1) / 2 - low[0]);
  low[0] = Math.ceil((grid[0] - 1) / 2 - reach);
  high[0] = grid[0] - 1 - low[0];
  const shape = low.map((from, axis) => {
    const wanted = high[axis] - from + 1 + 2 * margin;
    return Math.ceil(wanted / multiple) * multiple;
  });
  const offset = shape.map((side, axis) => Math.floor((low[axis] + high[axis] + 1 - side) / 2));
  return { grid, offset: offset as unknown as Shape3, shape: shape as unknown as Shape3, background };
}

/** The window's part of a volume, less the background: 0 is background, also where the window reaches beyond the grid. */
export function takeWindow(volume: Float32Array, window: Window): Float32Array {
  const { shape, background } = window;
  const taken = new Float32Array(elementCount(shape));
  forEachRow(window, (inWindow, inGrid, length) => {
    for (let i = 0; i < length; i++) taken[inWindow + i] = volume[inGrid + i] - background;
  });
  return taken;
}

/** A whole volume of a window's part: `takeWindow` undone. */
export function putWindow(taken: Float32Array, window: Window): Float32Array {
  const { grid, background } = window;
  const volume = new Float32Array(elementCount(grid)).fill(background);
  forEachRow(window, (inWindow, inGrid, length) => {
    for (let i = 0; i < length; i++) volume[inGrid + i] = taken[inWindow + i] + background;
  });
  return volume;
}

/** Rows along the last axis that lie both in the window and in the grid. */
function forEachRow(
  { grid, offset, shape }: Window,
  visit: (inWindow: number, inGrid: number, length: number) => void,
): void {
  const first = Math.max(0, -offset[2]);
  const length = Math.min(shape[2], grid[2] - offset[2]) - first;
  if (length <= 0) return;
  for (let x = 0; x < shape[0]; x++) {
    const gx = x + offset[0];
    if (gx < 0 || gx >= grid[0]) continue;
    for (let y = 0; y < shape[1]; y++) {
      const gy = y + offset[1];
      if (gy < 0 || gy >= grid[1]) continue;
      visit((x * shape[1] + y) * shape[2] + first, (gx * grid[1] + gy) * grid[2] + offset[2] + first, length);
    }
  }
}
