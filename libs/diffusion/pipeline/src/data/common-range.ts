import { quantile } from '@braingen/volume';
import { PipelineError } from '../error.ts';
import type { VolumeSummary } from './prepared-volume.ts';

/** From the darkest voxel of all volumes to the brightest. @throws PipelineError of kind 'data' where they are equal */
export function commonRange(volumes: readonly VolumeSummary[], source: string): [lowest: number, highest: number] {
  const lowest = Math.min(...volumes.map(({ range }) => range[0]));
  const highest = Math.max(...volumes.map(({ range }) => range[1]));
  if (!(highest > lowest))
    throw new PipelineError('data', {
      field: source,
      expected: 'intensities that differ',
      found: `${lowest} everywhere`,
    });
  return [lowest, highest];
}

/** Volumes on one scale differ by less than this factor. */
const mostTimes = 3;

/** Lines about volumes whose intensities span much more or much less than those of the others. */
export function scaleWarnings(volumes: readonly (VolumeSummary & { readonly name: string })[]): string[] {
  const spans = volumes.map(({ robust: [low, high] }) => high - low);
  const usual = quantile(Float32Array.from(spans), 0.5);
  return volumes.flatMap(({ name, robust: [low, high] }, i) => {
    if (spans[i] <= mostTimes * usual && spans[i] >= usual / mostTimes) return [];
    return [
      `${name}: intensities from ${low.toPrecision(3)} to ${high.toPrecision(3)}, a range ${(spans[i] / usual).toPrecision(2)} times that of the others; preprocessing puts all scans on one scale`,
    ];
  });
}
