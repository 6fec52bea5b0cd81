import type { Volume } from '@braingen/volume';
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

const round = (value: number): string => String(Number(value.toPrecision(4)));
