import { intensityRange, quantile } from '@braingen/volume';
import { PipelineError } from '../error.ts';
import { contentRange } from './content-range.ts';
import type { NamedVolume } from './named-volume.ts';

/** From the darkest voxel of all volumes to the brightest. @throws PipelineError of kind 'data' where they are equal */
export function commonRange(volumes: readonly NamedVolume[], source: string): [lowest: number, highest: number] {
  const ranges = volumes.map(({ volume }) => intensityRange(volume.voxels));
  const lowest = Math.min(...ranges.map(([low]) => low));
  const highest = Math.max(...ranges.map(([, high]) => high));
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
export function scaleWarnings(volumes: readonly NamedVolume[]): string[] {
  const spans = volumes.map(({ volume }) => {
    const [low, high] = contentRange(volume.voxels).robust;
    return high - low;
  });
  const usual = quantile(Float32Array.from(spans), 0.5);
  return volumes.flatMap(({ name, volume }, i) => {
    const [low, high] = contentRange(volume.voxels).robust;
    if (spans[i] <= mostTimes * usual && spans[i] >= usual / mostTimes) return [];
    return [
      `${name}: intensities from ${low.toPrecision(3)} to ${high.toPrecision(3)}, a range ${(spans[i] / usual).toPrecision(2)} times that of the others; preprocessing puts all scans on one scale`,
    ];
  });
}
