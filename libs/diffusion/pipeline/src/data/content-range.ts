import { intensityRange, quantiles } from '@braingen/volume';

/** The range of a volume's intensities that its content spans, and what lies outside. */
export interface ContentRange {
  /** The darkest and brightest of all voxels, the outside left out. */
  readonly range: readonly [lowest: number, highest: number];
  /** The 0.1 and 99.9 % quantiles of the content: its scale, whatever single voxels say. */
  readonly robust: readonly [number, number];
  /** Voxels that lie far outside what the others span. */
  readonly outliers: number;
  /** The one value of a background far below everything else. */
  readonly padding: number | undefined;
}

/** A voxel is an outlier from so many robust ranges beyond the robust range. */
const farOut = 3;

/** A background of at least this share of the voxels is no outlier. */
const fewest = 0.01;

/**
 * The range of a volume's content: single extreme voxels, and a background of one negative value that lies further below the
 * rest than the rest spans (the padding of -1000 that some tools write), do not decide it.
 */
export function contentRange(voxels: Float32Array): ContentRange {
  const padding = paddingOf(voxels);
  const content = padding === undefined ? voxels : voxels.filter((value) => value > padding);
  const [low, high] = quantiles(content, ends(content.length));
  const slack = farOut * (high - low);
  const inside = content.filter((value) => value >= low - slack && value <= high + slack);
  const outliers = high > low ? content.length - inside.length : 0;
  return {
    range: intensityRange(outliers > 0 ? inside : content),
    robust: [low, high],
    outliers,
    padding,
  };
}

/** The quantiles that leave out one voxel in a thousand at either end, and one at least: of few voxels too, a spike decides nothing. */
function ends(count: number): [number, number] {
  const share = Math.min(0.5, Math.ceil(0.001 * count) / Math.max(1, count - 1));
  return [share, 1 - share];
}

function paddingOf(voxels: Float32Array): number | undefined {
  const [lowest] = intensityRange(voxels);
  if (!(lowest < 0)) return undefined;
  const rest = voxels.filter((value) => value > lowest);
  if (rest.length === 0 || voxels.length - rest.length < fewest * voxels.length) return undefined;
  const [low, high] = quantiles(rest, [0.001, 0.999]);
  return low - lowest > high - low ? lowest : undefined;
}
