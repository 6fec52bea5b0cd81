import { describe, expect, it } from 'vitest';
import { adaptiveMeans, dctFilter, guidedMeans, localMoments, localNoise, noiseBand } from './denoise-filters.ts';
import { availableRuntimes, loadKernels } from './load.ts';

const shape = [11, 9, 8] as const;
const [nx, ny, nz] = shape;
const count = nx * ny * nz;
const planes = { first: 0, last: nz };
const blocks = { first: 0, last: nz - 3 };

/** Numbers without pattern, from a formula. */
const noisy = (seed: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => 5 + 3 * Math.sin(12.9898 * i * seed + 78.233 * ((i * i) % 97)));
const image = noisy(1);

const inside = (x: number, y: number, z: number): boolean => x >= 0 && y >= 0 && z >= 0 && x < nx && y < ny && z < nz;

/** Indices of the cube about a voxel, cut off at the border. */
function neighbours(i: number, radius: number): number[] {
  const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)];
  const found: number[] = [];
  for (let c = -radius; c <= radius; c++) {
    for (let b = -radius; b <= radius; b++) {
      for (let a = -radius; a <= radius; a++) {
        if (inside(x + a, y + b, z + c)) found.push(x + a + nx * (y + b + ny * (z + c)));
      }
    }
  }
  return found;
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe.each(await availableRuntimes())('filters on %s', (runtime) => {
  const loaded = loadKernels({ runtime, threads: 2 });

  it('localMoments takes mean and variance of 27 voxels, fewer at the border', async () => {
    const [means, variance] = [new Float32Array(count), new Float32Array(count)];
    localMoments(await loaded, shape, planes, { image, mean: means, variance });
    for (const i of [0, 10, 400, count - 1]) {
      const values = neighbours(i, 1).map((j) => image[j]);
      const centre = mean(values);
      expect(means[i]).toBeCloseTo(centre, 5);
      expect(variance[i]).toBeCloseTo(values.reduce((sum, v) => sum + (v - centre) ** 2, 0) / (values.length - 1), 4);
    }
  });

  it('dctFilter gives the image back where nothing is below the threshold, block means where everything is', async () => {
    const kernels = await loaded;
    const sigma = new Float32Array(count).fill(1);
    const levels = new Float32Array(64).fill(1);
    for (const [threshold, pilot] of [
      [0, null],
      [1e-6, image],
    ] as const) {
      const [sum, weight] = [new Float32Array(count), new Float32Array(count)];
      dctFilter(kernels, shape, blocks, { image, pilot, sigma, levels, sum, weight }, threshold);
      image.forEach((value, i) => expect(sum[i] / weight[i]).toBeCloseTo(value, 4));
    }
    const [sum, weight] = [new Float32Array(count), new Float32Array(count)];
    dctFilter(kernels, shape, blocks, { image, pilot: null, sigma, levels, sum, weight }, 1e6);
    const corner = [0, 1, 2, 3].flatMap((z) =>
      [0, 1, 2, 3].flatMap((y) => [0, 1, 2, 3].map((x) => image[x + nx * (y + ny * z)])),
    );
    expect(sum[0] / weight[0]).toBeCloseTo(mean(corner), 4);
  });

  it('guidedMeans weighs by guide and mean', async () => {
    const [guide, means, sigma] = [noisy(2), noisy(3), noisy(4).map((value) => 1 + value / 10)];
    const output = new Float32Array(count);
    const parameters = { searchRadius: 2, bandwidth: 1.5, meanWeight: 3, squared: true };
    guidedMeans(await loaded, shape, planes, { image, guide, mean: means, sigma, output }, parameters);
    for (const i of [0, 7, 300, 555, count - 1]) {
      let [sum, total] = [0, 0];
      for (const j of neighbours(i, 2)) {
        const distance = (guide[i] - guide[j]) ** 2 + 3 * (means[i] - means[j]) ** 2;
        const weight = Math.exp(-distance / (2 * (1.5 * sigma[i]) ** 2));
        sum += weight * image[j] ** 2;
        total += weight;
      }
      expect(output[i] / (sum / total)).toBeCloseTo(1, 4);
    }
  });

  it('adaptiveMeans averages all patches of a ramp to the ramp, and finds the least distance', async () => {
    const kernels = await loaded;
    const [means, variance, sum, weight, noise] = Array.from({ length: 5 }, () => new Float32Array(count));
    const ramp = Float32Array.from({ length: count }, (_, i) => 100 + Math.floor(i / nx / ny));
    localMoments(kernels, shape, planes, { image: ramp, mean: means, variance });
    const arrays = { image: ramp, mean: means, variance, sum, weight, noise };
    adaptiveMeans(kernels, shape, planes, arrays, { searchRadius: 2, squared: false });
    const middle = 4 + nx * (4 + ny * 4);
    expect(weight[middle]).toBe(27);
    expect(noise[middle]).toBeCloseTo(0, 5);
    ramp.forEach((value, i) => expect(Math.abs(sum[i] / weight[i] - value)).toBeLessThan(0.6));
  });

  it('localNoise is the median of the band in the flatter blocks', async () => {
    const kernels = await loaded;
    const [band, slope] = [new Float32Array(count), new Float32Array(count)];
    noiseBand(kernels, shape, blocks, { image, band, slope });
    const high = [0.27059805, -0.65328148, 0.65328148, -0.27059805];
    let expected = 0;
    for (let k = 0; k < 64; k++) {
      const [x, y, z] = [k % 4, (k >> 2) % 4, k >> 4];
      expected += high[x] * high[y] * high[z] * image[2 + x + nx * (1 + y + ny * (3 + z))];
    }
    expect(band[2 + nx * (1 + ny * 3)]).toBeCloseTo(Math.abs(expected), 4);

    const mask = Uint8Array.from({ length: count }, (_, i) =>
      Number(i % nx <= nx - 4 && Math.floor(i / nx) % ny <= ny - 4 && i < nx * ny * (nz - 3)),
    );
    const [medians, counts] = [new Float32Array(1), new Float32Array(1)];
    const lattice = { cells: [1, 1, 1] as const, step: 16, half: 16, flattest: 0.5, planes: { first: 0, last: 1 } };
    localNoise(kernels, shape, lattice, { band, slope, mask, medians, counts });
    const used = Array.from(mask.keys()).filter((i) => mask[i]);
    const limit = used.map((i) => slope[i]).sort((a, b) => a - b)[Math.floor((used.length - 1) / 2)];
    const values = used
      .filter((i) => slope[i] <= limit)
      .map((i) => band[i])
      .sort((a, b) => a - b);
    expect(counts[0]).toBe(values.length);
    expect(medians[0]).toBeCloseTo(values[values.length >> 1] / 0.67448975, 5);
  });

  it('refuse arrays of another size', async () => {
    const kernels = await loaded;
    const short = new Float32Array(5);
    expect(() => localMoments(kernels, shape, planes, { image: short, mean: short, variance: null })).toThrow(
      /localMoments: expected image of 792/,
    );
    const [sum, weight, sigma] = Array.from({ length: 3 }, () => new Float32Array(count));
    const arrays = { image, pilot: null, sigma, levels: new Float32Array(64), sum, weight };
    expect(() => dctFilter(kernels, shape, planes, arrays, 1)).toThrow(/last \+ 3 <= shape\[2\], found last 8/);
  });
});
