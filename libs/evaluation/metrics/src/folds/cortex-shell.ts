import type { Volume } from '@braingen/volume';
import { blocksOf, type Blocks } from './blocks.ts';
import { depthInside } from './depth.ts';
import { headRegion } from './head-region.ts';

/** Blocks of voxels in which details are measured, and how the place is called. */
export interface Shell extends Blocks {
  readonly where: string;
}

/** Below the mean brain's surface, in millimetres: sulci reach 20 mm deep, and where the surface lies differs by about 3 mm. */
const from = 3;
const to = 15;

/**
 * Where the folds of a set of brains are: blocks whose mean depth below the surface of the mean brain is 3 to 15 mm. All blocks
 * where there is no such place: no head on a dark background.
 */
export function cortexShell(volumes: readonly Volume[]): Shell {
  const { first, corners } = blocksOf(volumes[0].shape);
  const depth = depthInside(headRegion(volumes), volumes[0]);
  const inShell = first.filter((block) => {
    const mean = corners.reduce((sum, corner) => sum + depth[block + corner] / 8, 0);
    return mean >= from && mean <= to;
  });
  return inShell.length > 0
    ? { first: inShell, corners, where: `${from} to ${to} mm below the surface of the mean real head` }
    : { first, corners, where: 'everywhere: no head on a dark background found' };
}
