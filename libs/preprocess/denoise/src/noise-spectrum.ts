import { createRandom, type Shape3 } from '@braingen/volume';

const SIDE = 4;
const TRIES = 60_000;
const FEWEST = 400;

/** Share of blocks, the flattest, in which hardly anything but noise is seen. */
const FLATTEST = 0.3;

/** The orthonormal DCT-II of four values: rows are frequencies. */
const dct = [0, 1, 2, 3].map((k) =>
  [0, 1, 2, 3].map((n) => Math.sqrt(k ? 1 / 2 : 1 / 4) * Math.cos((Math.PI * (n + 0.5) * k) / SIDE)),
);

/**
 * The noise's colour: its deviation in each of the 64 coefficients of a 4 x 4 x 4 DCT, relative to the highest.
 * White noise gives 1 throughout. A scanner that interpolates, or a volume that was resampled, gives noise that is
 * strong at low and weak at high frequencies, which the highest band alone would underestimate.
 *
 * The spectrum is taken as a product of one profile an axis, each measured where the other two axes are at their
 * highest frequency, so that anatomy contributes least.
 */
export interface NoiseSpectrum {
  /** 64 values, x fastest. */
  readonly levels: Float32Array;
  /** Deviation of a voxel's noise, relative to the highest coefficient's. */
  readonly total: number;
}

export function measureSpectrum(shape: Shape3, image: Float32Array, object: Uint8Array): NoiseSpectrum {
  const blocks = flattestBlocks(shape, image, object);
  const profiles = [0, 1, 2].map((axis) => {
    if (blocks.length < FEWEST) return [1, 1, 1, 1];
    const deviations = [0, 1, 2, 3].map((k) => medianMagnitude(blocks, axis, k));
    return deviations.map((deviation) => (deviations[3] > 0 ? Math.max(deviation / deviations[3], 0.5) : 1));
  });
  const levels = Float32Array.from({ length: 64 }, (_, i) => {
    return profiles[0][i % 4] * profiles[1][Math.floor(i / 4) % 4] * profiles[2][i >> 4];
  });
  return { levels, total: Math.sqrt(levels.reduce((sum, level) => sum + level * level, 0) / 64) };
}

/** Coefficients of sampled blocks at the highest frequency of two axes and all of the third: [axis][frequency]. */
type Edges = number[][];

function flattestBlocks([nx, ny, nz]: Shape3, image: Float32Array, object: Uint8Array): Edges[] {
  if (Math.min(nx, ny, nz) < SIDE) return [];
  const random = createRandom('noise spectrum');
  const offsets = blockOffsets(nx, ny);
  const found: { slope: number; edges: Edges }[] = [];
  for (let i = 0; i < TRIES; i++) {
    const x = random.integer(nx - SIDE + 1);
    const y = random.integer(ny - SIDE + 1);
    const z = random.integer(nz - SIDE + 1);
    const origin = x + nx * (y + ny * z);
    if (!offsets.every((offset) => object[origin + offset])) continue;
    const block = offsets.map((offset) => image[origin + offset]);
    const slope =
      coefficient(block, 1, 0, 0) ** 2 + coefficient(block, 0, 1, 0) ** 2 + coefficient(block, 0, 0, 1) ** 2;
    const edges = [
      [0, 1, 2, 3].map((k) => coefficient(block, k, 3, 3)),
      [0, 1, 2, 3].map((k) => coefficient(block, 3, k, 3)),
      [0, 1, 2, 3].map((k) => coefficient(block, 3, 3, k)),
    ];
    found.push({ slope, edges });
  }
  found.sort((a, b) => a.slope - b.slope);
  return found.slice(0, Math.ceil(found.length * FLATTEST)).map(({ edges }) => edges);
}

function blockOffsets(nx: number, ny: number): number[] {
  return Array.from({ length: 64 }, (_, i) => (i % 4) + nx * ((Math.floor(i / 4) % 4) + ny * (i >> 4)));
}

function coefficient(block: number[], kx: number, ky: number, kz: number): number {
  let sum = 0;
  for (let i = 0; i < 64; i++) sum += block[i] * dct[kx][i % 4] * dct[ky][Math.floor(i / 4) % 4] * dct[kz][i >> 4];
  return sum;
}

function medianMagnitude(blocks: Edges[], axis: number, frequency: number): number {
  const values = Float32Array.from(blocks, (edges) => Math.abs(edges[axis][frequency])).sort();
  return values[values.length >> 1];
}
