import type { Volume, VoxelArray } from './geometry/volume.ts';
import { quantiles } from './quantile.ts';
import { thinned } from './thinned.ts';

/** What stands for air in a scan: MRI's magnitudes are 0 there, those of other programs' files need not be. */
export interface Air {
  /** The intensity of air: 0 or below. */
  readonly level: number;
  /** The one value of voxels that were never scanned, where it is not the least there is: padding, or what stripping left. */
  readonly blank: number | undefined;
}

/** Ringing and interpolation go below 0 here and there; an offset puts at least this share of the voxels below it by that part of the range. */
const share = 0.02;
const depth = 0.05;

/** Where air lies once an offset is taken off: fewer voxels than this are darker by accident. */
const darkest = 0.001;

/** Padding may fill no more than the corners that a turned scan leaves; a value amid others is blank if it fills more. */
const fewestPadded = 0.001;
const fewestBlank = 0.05;

const enoughVoxels = 300_000;

/**
 * Where the air of a scan lies: the one rule by which all steps take intensities below 0. Negative are a scan with an
 * offset, one padded with a value far below the head (-1000), and one on a z-score, whose blank voxels are 0.
 */
export function findAir({ voxels }: Volume<VoxelArray>): Air {
  const sample = thinned(voxels, enoughVoxels).filter(Number.isFinite);
  if (!sample.some((value) => value < 0)) return { level: 0, blank: undefined };
  const blank = blankOf(sample);
  const scanned = blank === undefined ? sample : sample.filter((value) => value !== blank);
  const [least, low, high] = quantiles(scanned, [darkest, share, 0.9]);
  return { level: high > low && low < -depth * (high - low) ? least : 0, blank };
}

/** A volume whose air is 0, what was done to it, and the way back. */
export interface RaisedAir {
  readonly volume: Volume;
  readonly warnings: string[];
  /** Puts what was made of the raised volume, on its grid, back to the level of the one that was given. */
  readonly lower: (result: Volume) => Volume;
}

/**
 * A volume whose air is 0, blank voxels too, since steps take 0 for air and intensities for magnitudes; the same volume
 * where it is so.
 */
export function raiseAir(volume: Volume<VoxelArray>): RaisedAir {
  const { level, blank } = findAir(volume);
  const { voxels } = volume;
  if (level === 0 && blank === undefined) {
    const same = voxels instanceof Float32Array ? (volume as Volume) : volume.with(Float32Array.from(voxels));
    return { volume: same, warnings: [], lower: (result) => result };
  }
  const raised = Float32Array.from(voxels, (value) => (value === blank ? 0 : Math.max(value - level, 0)));
  const warnings: string[] = [];
  if (blank !== undefined) warnings.push(`voxels of exactly ${blank.toPrecision(3)} were taken for background`);
  if (level < 0) warnings.push(`intensities reach down to ${level.toPrecision(3)} in the air: shifted up to 0`);
  const lower = (result: Volume): Volume =>
    result.with(result.voxels.map((value, i) => (voxels[i] === blank ? blank : value + level)));
  return { volume: volume.with(raised), warnings, lower };
}

/** The value of blank voxels, unless it is the end of the scanned ones' range: then it is the level of air. */
function blankOf(sample: Float32Array): number | undefined {
  const counts = new Map<number, number>();
  let [lowest, commonest, most] = [Infinity, 0, 0];
  for (const value of sample) {
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    if (count > most) [commonest, most] = [value, count];
    if (value < lowest) lowest = value;
  }
  const away = (value: number, side: 1 | -1): boolean => {
    const others = sample.filter((other) => other !== value);
    if (others.length === 0) return false;
    const [low, high] = quantiles(others, [share, 0.9]);
    return side * (low - value) > depth * (high - low);
  };
  if (counts.get(lowest)! >= fewestPadded * sample.length && away(lowest, 1)) return lowest;
  if (most >= fewestBlank * sample.length && away(commonest, -1)) return commonest;
  return undefined;
}
