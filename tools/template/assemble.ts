import { resample, Volume, type Affine, type Grid } from '@braingen/volume';
import { readVolume } from '@braingen/volume/node';
import { averageOn, defacedMask, medianWithin, strippedMask } from './average.ts';
import { labelledHead } from './label-classes.ts';

/** A scan or a label map, and where it lies: millimetres of the template to its own. */
export interface Placed {
  readonly path: string;
  readonly transform: Affine;
}

/** Averages on one grid: intensities with white matter at 150, probabilities of 0 to 1. */
export interface Averages {
  readonly head: Volume;
  /** 1 where half of the skull-stripped brains reach. */
  readonly brain: Volume;
  readonly intracranial: Volume;
  readonly csf: Volume;
  readonly wm: Volume;
}

export async function assemble(
  grid: Grid,
  { heads, brains, labels }: Record<'heads' | 'brains' | 'labels', readonly Placed[]>,
): Promise<Averages> {
  const maps = await averageLabels(grid, labels);
  // White matter, the same in every scan, sets the scale.
  const scale = (onGrid: Volume): number => 150 / medianWithin(onGrid, maps.wm, 0.85);
  const load = (placed: Placed, dataMask: (scan: Volume) => Volume) => async () => {
    const image = await readVolume(placed.path);
    return { image, data: dataMask(image), transform: placed.transform };
  };
  const whole = await averageOn(
    grid,
    heads.map((placed) => load(placed, defacedMask)),
    scale,
  );
  const stripped = await averageOn(
    grid,
    brains.map((placed) => load(placed, strippedMask)),
    scale,
  );
  const head = whole.mean.with(
    whole.mean.voxels.map((value, i) => {
      // Where few stripped brains reach, those few are the ones whose cortex lies there: they count for less.
      const h = whole.coverage.voxels[i] * heads.length;
      const b = stripped.coverage.voxels[i] ** 3 * brains.length;
      return h + b > 0 ? (h * value + b * stripped.mean.voxels[i]) / (h + b) : 0;
    }),
  );
  const { coverage } = stripped;
  return { head, brain: coverage.with(coverage.voxels.map((fraction) => (fraction >= 0.5 ? 1 : 0))), ...maps };
}

export async function averageLabels(
  grid: Grid,
  labels: readonly Placed[],
): Promise<Record<'intracranial' | 'csf' | 'wm', Volume>> {
  const averages = { intracranial: Volume.zeros(grid), csf: Volume.zeros(grid), wm: Volume.zeros(grid) };
  for (const { path, transform } of labels) {
    const maps = labelledHead(await readVolume(path));
    for (const key of ['intracranial', 'csf', 'wm'] as const) {
      const { voxels } = resample(maps[key], grid, { transform });
      const sum = averages[key].voxels;
      for (let i = 0; i < sum.length; i++) sum[i] += voxels[i] / labels.length;
    }
  }
  return averages;
}

/** The head without what lies outside the brain. */
export function strippedHead({ head, brain }: Averages): Volume {
  return head.with(head.voxels.map((value, i) => value * brain.voxels[i]));
}
