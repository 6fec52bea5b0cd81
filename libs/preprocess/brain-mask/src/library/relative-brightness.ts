import { gaussianSmooth, quantile, resample, resizeGrid, type Shape3, type Volume } from '@braingen/volume';

/** Deeper than this below the cavity's edge there is brain alone. */
const coreDepth = 8;
/** How far the brightness of the brain is averaged, in millimetres, and how far where there is none near. */
const near = 20;
const wide = 40;
/** Coarse enough for smoothing so wide. */
const coarse = 8;
/** Brighter than this is fat, which varies between scanners more than anything that matters here. */
const most = 1.5;

/**
 * Intensities relative to the bright tissue of the brain near them, so that heads of any scale and inhomogeneity compare.
 *
 * @param distance millimetres from the cavity's edge, negative inside, on the volume's grid
 */
export function relativeBrightness(volume: Volume, distance: Volume): Volume {
  const { voxels } = volume;
  const core = voxels.filter((_, i) => distance.voxels[i] < -coreDepth);
  const typical = Math.max(core.length > 0 ? quantile(core, 0.75) : 0, 1e-6);
  const counts = voxels.map((value, i) =>
    distance.voxels[i] < -coreDepth && value > 0.75 * typical && value < 1.4 * typical ? 1 : 0,
  );
  const grid = resizeGrid(
    volume,
    volume.shape.map((n, axis) => Math.max(2, Math.round((n * volume.spacing[axis]) / coarse))) as unknown as Shape3,
  );
  const coarsely = (values: Float32Array): Volume =>
    resample(gaussianSmooth(volume.with(values), { sigmaMm: coarse / 2 }), grid);
  const sum = coarsely(voxels.map((value, i) => (counts[i] === 1 ? value : 0)));
  const weight = coarsely(counts);
  const [sums, weights] = [sum, weight].map((map) => [near, wide].map((sigmaMm) => gaussianSmooth(map, { sigmaMm })));
  // Beyond the reach of the near average the wide one takes over, and in the end the typical value.
  const level = resample(
    sum.with(
      sum.voxels.map(
        (_, i) =>
          (sums[0].voxels[i] + 0.05 * sums[1].voxels[i] + 1e-6 * typical) /
          (weights[0].voxels[i] + 0.05 * weights[1].voxels[i] + 1e-6),
      ),
    ),
    volume,
    { background: typical },
  );
  return volume.with(voxels.map((value, i) => Math.min(Math.max(value / level.voxels[i], 0), most)));
}
