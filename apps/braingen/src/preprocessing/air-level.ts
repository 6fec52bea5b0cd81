import { quantiles, thinned, type Volume } from '@braingen/volume';

/** Ringing and interpolation go below 0 here and there; an offset puts much of the air there. */
const share = 0.02;
const depth = 0.05;

/** Where air lies once an offset is taken off: fewer voxels than this are darker by accident. */
const darkest = 0.001;

const enoughVoxels = 300_000;

/**
 * Shifts a volume whose air lies well below 0 up to it, since steps take 0 for air and intensities for magnitudes; any
 * other volume as it is.
 */
export function raiseAir(volume: Volume): { volume: Volume; warnings: string[] } {
  const { voxels } = volume;
  const [least, low, high] = quantiles(thinned(voxels, enoughVoxels), [darkest, share, 0.9]);
  if (!(low < -depth * (high - low))) return { volume, warnings: [] };
  return {
    volume: volume.with(voxels.map((value) => Math.max(value - least, 0))),
    warnings: [`intensities reach down to ${least.toPrecision(3)} in the air: shifted up to 0`],
  };
}
