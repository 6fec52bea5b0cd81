import { spacingOf, type Grid, type Volume } from '@braingen/volume';

/** Shells of spatial frequency, each as wide as the lowest frequency of the longest field of view, up to half of Nyquist. */
export interface FrequencyShells {
  /** Middle of each, in cycles per millimetre. */
  readonly frequencies: readonly number[];
  /** Half of the least Nyquist frequency among the axes: every shell below it is whole, whatever the voxels' sides. */
  readonly limit: number;
  /** Mean of |F|^2 over the frequencies in each shell. */
  power(volume: Volume): Float64Array;
}

/** Cosines and sines of one axis: row k holds those of cycle count k - offset at each voxel. */
interface Waves {
  readonly length: number;
  readonly cycles: readonly number[];
  readonly cos: readonly Float64Array[];
  readonly sin: readonly Float64Array[];
}

/**
 * The radial power spectrum of volumes on a grid, from the discrete Fourier transform at those frequencies alone: a quarter of
 * each axis's, and for x only half of them, since voxels are real. An axis of one voxel has no frequencies.
 */
export function frequencyShells({ shape, affine }: Grid): FrequencyShells {
  const spacing = spacingOf(affine);
  const axes = [0, 1, 2].filter((axis) => shape[axis] > 1);
  const width = 1 / Math.max(...axes.map((axis) => shape[axis] * spacing[axis]));
  const limit = 1 / (4 * Math.max(...axes.map((axis) => spacing[axis])));
  const count = Math.floor((limit / width) * (1 + 1e-9) - 0.5);
  const most = shape.map((length, axis) => (length > 1 ? Math.floor(limit * length * spacing[axis] * (1 + 1e-9)) : 0));
  const [x, y, z] = shape.map((length, axis) => wavesOf(length, axis === 0 ? 0 : -most[axis], most[axis]));
  const toFrequency = (cycles: number, axis: number) => cycles / (shape[axis] * spacing[axis]);
  return {
    frequencies: Array.from({ length: Math.max(0, count) }, (_, shell) => (shell + 1) * width),
    limit,
    power: (volume) => {
      const { real, imaginary } = transform(volume, x, y, z);
      const [sums, weights] = [new Float64Array(count), new Float64Array(count)];
      let at = 0;
      for (const kz of z.cycles) {
        for (const ky of y.cycles) {
          for (const kx of x.cycles) {
            const frequency = Math.hypot(toFrequency(kx, 0), toFrequency(ky, 1), toFrequency(kz, 2));
            const shell = Math.round(frequency / width) - 1;
            // The other half of the sphere is the complex conjugate.
            const weight = kx === 0 ? 1 : 2;
            if (shell >= 0 && shell < count) {
              sums[shell] += weight * (real[at] ** 2 + imaginary[at] ** 2);
              weights[shell] += weight;
            }
            at++;
          }
        }
      }
      return sums.map((sum, shell) => sum / weights[shell]);
    },
  };
}

function wavesOf(length: number, from: number, to: number): Waves {
  const cycles = Array.from({ length: to - from + 1 }, (_, k) => from + k);
  const rows = (wave: (angle: number) => number) =>
    cycles.map((k) => Float64Array.from({ length }, (_, i) => wave((2 * Math.PI * k * i) / length)));
  return { length, cycles, cos: rows(Math.cos), sin: rows(Math.sin) };
}

/** Sums of voxels times e^(-2 pi i k . place): kx fastest. */
function transform({ voxels }: Volume, x: Waves, y: Waves, z: Waves): { real: Float64Array; imaginary: Float64Array } {
  const rows = y.length * z.length;
  const real = new Float64Array(rows * x.cycles.length);
  const imaginary = new Float64Array(real.length);
  for (let row = 0; row < rows; row++) {
    const line = voxels.subarray(row * x.length, (row + 1) * x.length);
    if (line.every((value) => value === 0)) continue;
    for (let k = 0; k < x.cycles.length; k++) {
      const [cos, sin] = [x.cos[k], x.sin[k]];
      let [re, im] = [0, 0];
      for (let i = 0; i < line.length; i++) {
        re += line[i] * cos[i];
        im -= line[i] * sin[i];
      }
      real[row * x.cycles.length + k] = re;
      imaginary[row * x.cycles.length + k] = im;
    }
  }
  return alongOuter(alongOuter({ real, imaginary }, y, x.cycles.length), z, x.cycles.length * y.cycles.length);
}

/** The transform along an axis whose voxels lie `stride` numbers apart, for each stretch of that axis. */
function alongOuter(
  { real, imaginary }: { real: Float64Array; imaginary: Float64Array },
  waves: Waves,
  stride: number,
): { real: Float64Array; imaginary: Float64Array } {
  const stretches = real.length / (waves.length * stride);
  const count = waves.cycles.length;
  const [re, im] = [new Float64Array(stretches * count * stride), new Float64Array(stretches * count * stride)];
  for (let stretch = 0; stretch < stretches; stretch++) {
    for (let k = 0; k < count; k++) {
      const to = (stretch * count + k) * stride;
      for (let i = 0; i < waves.length; i++) {
        const [cos, sin] = [waves.cos[k][i], waves.sin[k][i]];
        const from = (stretch * waves.length + i) * stride;
        for (let j = 0; j < stride; j++) {
          re[to + j] += real[from + j] * cos + imaginary[from + j] * sin;
          im[to + j] += imaginary[from + j] * cos - real[from + j] * sin;
        }
      }
    }
  }
  return { real: re, imaginary: im };
}
