import { loadKernels, localMoments, type Kernels } from '@braingen/kernels';
import { quantile, raiseAir, Volume, type ProgressOptions, type VoxelArray } from '@braingen/volume';
import { filterAdaptive } from './adaptive.ts';
import { checkMask, normalise, type Normalised } from './input.ts';
import { filterGuided } from './guided.ts';
import { measureNoise, spreadLattice } from './noise-map.ts';
import { measureSpectrum } from './noise-spectrum.ts';
import { objectMask } from './object-mask.ts';
import { koayFactor, trueAmplitude } from './rician.ts';
import { Workspace } from './workspace.ts';

export interface DenoiseOptions extends ProgressOptions {
  /** `rician`: magnitudes, as scanners store them. `gaussian`: no bias is corrected. @default 'rician' */
  readonly noise?: 'rician' | 'gaussian' | undefined;
  /**
   * `guided`: prefiltered rotation-invariant means and Wiener (Manjon et al. 2012), with a noise map measured
   * beforehand. `adaptive`: blockwise adaptive means as published (Manjon et al. 2010).
   *
   * @default 'guided'
   */
  readonly method?: 'guided' | 'adaptive' | undefined;
  /** Search window's half width in voxels; ITK takes 2. @default 3, as in the paper */
  readonly searchRadius?: number | undefined;
  /** Known deviation of the noise, in the volume's units (`guided` only). @default estimated */
  readonly sigma?: number | undefined;
  /** Voxels from which the noise is estimated, nonzero inside. @default what is brighter than air (`guided` only) */
  readonly mask?: Volume<VoxelArray> | undefined;
  /** Kernels already loaded. @default `loadKernels()` */
  readonly kernels?: Kernels | undefined;
}

export interface Denoised {
  readonly volume: Volume<Float32Array>;
  /** The estimated deviation sigma of the noise at each voxel, in the volume's units. */
  readonly noise: Volume<Float32Array>;
  /** What was found out of the ordinary, one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Removes noise whose strength may vary over the image, estimating it from the image itself.
 *
 * Air below zero is raised to it meanwhile (`raiseAir`). Voxels blanked to zero (a stripped or defaced scan) stay exactly zero and do not count as noise.
 *
 * @param volume any voxel type, at least 4 voxels an axis; patches are cubes of voxels, whatever their size in mm
 * @throws RangeError for NaN or infinite voxels, a constant volume, an axis shorter than 4 voxels, an empty mask, one
 *   on another grid, or a parameter out of range
 */
export async function denoise(volume: Volume<VoxelArray>, options: DenoiseOptions = {}): Promise<Denoised> {
  const { volume: raised, warnings, lower } = raiseAir(volume);
  const result = await denoiseMagnitudes(raised, options);
  return { ...result, volume: lower(result.volume), warnings: [...warnings, ...result.warnings] };
}

async function denoiseMagnitudes(volume: Volume, options: DenoiseOptions): Promise<Denoised> {
  const { method = 'guided', searchRadius = 3, mask, signal } = options;
  const input = normalise(volume);
  if (mask) checkMask(mask, volume);
  signal?.throwIfAborted();
  const warnings: string[] = [];
  let rician = (options.noise ?? 'rician') === 'rician';
  if (rician && input.negative > 0) {
    rician = false;
    warnings.push(
      `${input.negative} voxels are negative, so these are not magnitudes: the noise was taken as Gaussian`,
    );
  }

  const work = new Workspace(options.kernels ?? (await loadKernels()), volume.shape);
  try {
    const image = work.array();
    for (let i = 0; i < image.length; i++) image[i] = input.voxels[i] / input.scale;
    if (method === 'adaptive') {
      const result = await filterAdaptive(work, volume, { image, squared: rician, searchRadius }, options, {
        from: 0,
        to: 1,
      });
      return { ...restore(volume, input, result.voxels, result.noise.slice()), warnings };
    }
    const model = noiseModel(work, image, rician, options, input);
    if (!model) {
      warnings.push('no noise was found: the volume is returned as it is');
      return { ...restore(volume, input, image, new Float32Array(image.length)), warnings };
    }
    if (rician && model.ratio > STRONG) {
      const percent = Math.round(100 * model.ratio);
      warnings.push(`noise is ${percent} % of the tissue's mean: detail of a few voxels is lost in it`);
    }
    const voxels = await filterGuided(work, { image, ...model, searchRadius }, options, { from: 0.05, to: 1 });
    for (let i = 0; i < voxels.length; i++) {
      if (model.blank[i]) voxels[i] = 0;
    }
    return { ...restore(volume, input, voxels, model.noise), warnings };
  } finally {
    work.release();
  }
}

interface NoiseModel {
  /** The noise parameter, to be returned. */
  readonly noise: Float32Array;
  readonly sigma: Float32Array;
  readonly rician: Float32Array | null;
  readonly levels: Float32Array;
  readonly blank: Uint8Array;
  /** Noise that is seen in the object over the object's mean. */
  readonly ratio: number;
}

/** More noise than this leaves little to restore; of 44 scans in use none has a third of it. */
const STRONG = 0.3;

/**
 * Noise is at most this much stronger than the deviation of flat places: detail without noise has a spectrum that falls
 * steeply, as strongly correlated noise has, but it is not everywhere.
 */
const MOST = 1.5;

/** Below this part of the mean intensity there is only rounding. */
const LEAST = 1e-5;

/** Noise over the image and over frequencies; null where there is none. All in units of the normalised image. */
function noiseModel(
  work: Workspace,
  image: Float32Array,
  rician: boolean,
  { mask, sigma: known, onProgress }: DenoiseOptions,
  { scale }: Normalised,
): NoiseModel | null {
  const { kernels, shape } = work;
  const local = work.array();
  const variance = work.array();
  localMoments(kernels, shape, { first: 0, last: shape[2] }, { image, mean: local, variance });
  const { object, blank } = objectMask(kernels, shape, image, local, mask?.voxels);
  const flat = known === undefined ? flatDeviation(variance, object) : 0;
  work.release(variance);
  const spectrum = measureSpectrum(shape, image, object);
  const levels = spectrum.levels.map((level) => level / spectrum.total);
  // It is returned in the end, and kernels never see it.
  const noise = new Float32Array(image.length);
  const mean = meanWithin(image, object);
  let seen = (known ?? 0) / scale;
  if (known !== undefined) {
    noise.fill(known / scale);
  } else {
    const lattice = measureNoise(work, image, object);
    seen = Math.min(lattice.typical * spectrum.total, MOST * flat);
    if (!(seen > LEAST)) return null;
    // In tissue the two deviations are nearly the same; the map is carried into the air, where they are not.
    const ratio = rician ? Math.sqrt(koayFactor(trueAmplitude(mean, seen) / seen)) : 1;
    spreadLattice(lattice, shape, seen / lattice.typical / ratio, noise);
  }
  onProgress?.(0.05);
  const sigma = local;
  if (!rician) {
    sigma.set(noise);
    return { noise, sigma, rician: null, levels, blank, ratio: seen / mean };
  }
  for (let i = 0; i < sigma.length; i++) {
    const theta = trueAmplitude(local[i], noise[i]) / noise[i];
    sigma[i] = noise[i] * Math.sqrt(koayFactor(theta));
  }
  return { noise, sigma, rician: noise, levels, blank, ratio: seen / mean };
}

/** The deviation that a fifth of the object's 3 x 3 x 3 neighbourhoods do not reach: hardly more than noise. */
function flatDeviation(variance: Float32Array, object: Uint8Array): number {
  // By hand: `filter` would gather a list several times as large as the array.
  const within = new Float32Array(object.reduce((sum, inside) => sum + inside, 0));
  for (let i = 0, k = 0; i < object.length; i++) if (object[i]) within[k++] = variance[i];
  return Math.sqrt(quantile(within, 0.2));
}

function meanWithin(image: Float32Array, object: Uint8Array): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < image.length; i++) {
    sum += object[i] * image[i];
    count += object[i];
  }
  return sum / Math.max(count, 1);
}

/** Back in the volume's units: a copy of the workspace's `voxels`, and `noise` itself. */
function restore(
  volume: Volume<VoxelArray>,
  { scale }: Normalised,
  voxels: Float32Array,
  noise: Float32Array,
): { volume: Volume<Float32Array>; noise: Volume<Float32Array> } {
  const restored = new Float32Array(voxels.length);
  for (let i = 0; i < restored.length; i++) {
    restored[i] = voxels[i] * scale;
    noise[i] *= scale;
  }
  return { volume: volume.with(restored), noise: volume.with(noise) };
}
