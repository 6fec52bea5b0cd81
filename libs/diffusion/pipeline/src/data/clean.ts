import { histogramRange, intensityRange, type Volume } from '@braingen/volume';
import { PipelineError } from '../error.ts';
import { contentRange } from './content-range.ts';

/**
 * A volume whose outliers and padding are brought into the range of its content, and what was found.
 *
 * @throws PipelineError of kind 'data' where a voxel is no number
 */
export function cleaned(volume: Volume, path: string): { readonly volume: Volume; readonly warning?: string } {
  const odd = volume.voxels.find((value) => !Number.isFinite(value));
  if (odd !== undefined)
    throw new PipelineError('data', { field: path, expected: 'finite intensities', found: String(odd) });
  if (isPlain(volume.voxels)) return { volume };
  const { range, outliers, padding } = contentRange(volume.voxels);
  if (outliers === 0 && padding === undefined) return { volume };
  const [lowest, highest] = range;
  const span = `${round(lowest)} to ${round(highest)}`;
  const findings = [
    ...(outliers > 0 ? [`${outliers} voxels far outside ${span}, the range of the others`] : []),
    ...(padding !== undefined ? [`a background of ${round(padding)} far below ${span}, the range of the rest`] : []),
  ];
  return {
    volume: volume.with(volume.voxels.map((value) => Math.min(Math.max(value, lowest), highest))),
    warning: `${findings.join('; ')}; moved to its ends`,
  };
}

/** Of fewer voxels one spike is a share of its own. */
const enoughVoxels = 10_000;

/** Whether a look at some of the voxels is enough to know that none lies far outside: most volumes are so. */
function isPlain(voxels: Float32Array): boolean {
  if (voxels.length < enoughVoxels) return false;
  const { low, high } = histogramRange(voxels);
  const [lowest, highest] = intensityRange(voxels);
  return lowest >= 0 && lowest >= low - (high - low) && highest <= high + (high - low);
}

const round = (value: number): string => String(Number(value.toPrecision(4)));
