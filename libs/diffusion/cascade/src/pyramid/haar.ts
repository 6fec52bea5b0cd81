import { elementCount, type Shape3 } from '@braingen/volume';

/** A volume halved: what is left of it at half the size, and the details that this lacks. */
export interface HaarBands {
  /** Means of 2 x 2 x 2 voxels: [d / 2, h / 2, w / 2], in the volume's own scale. */
  readonly coarse: Float32Array;
  /**
   * The seven details of each: [d / 2, h / 2, w / 2, 7]. Detail i + 2 j + 4 k - 1 changes its sign along d where i = 1, along h where
   * j = 1, along w where k = 1; coefficients of the orthonormal transform.
   */
  readonly details: Float32Array;
}

/** How many details each coarse voxel has. */
export const detailBands = 7;

const root8 = Math.sqrt(8);

/**
 * One step of the three-dimensional Haar wavelet transform.
 *
 * @param volume [d, h, w], the last axis fastest
 * @param shape of the volume, every side even
 * @throws RangeError where a side is odd, or the volume does not fill the shape
 */
export function haarSplit(volume: Float32Array, shape: Shape3): HaarBands {
  const half = halved(shape);
  check('haarSplit', volume, shape);
  const coarse = new Float32Array(elementCount(half));
  const details = new Float32Array(coarse.length * detailBands);
  const eight = new Float64Array(8);
  forEachBlock(shape, (block, corners) => {
    for (let corner = 0; corner < 8; corner++) eight[corner] = volume[corners[corner]];
    hadamard(eight);
    coarse[block] = eight[0] / 8;
    for (let band = 1; band < 8; band++) details[block * detailBands + band - 1] = eight[band] / root8;
  });
  return { coarse, details };
}

/**
 * The volume that `haarSplit` made these of.
 *
 * @param shape of the volume, every side even
 */
export function haarJoin({ coarse, details }: HaarBands, shape: Shape3): Float32Array {
  const half = halved(shape);
  check('haarJoin', coarse, half);
  check('haarJoin', details, [...half, detailBands]);
  const volume = new Float32Array(8 * coarse.length);
  const eight = new Float64Array(8);
  forEachBlock(shape, (block, corners) => {
    eight[0] = coarse[block];
    for (let band = 1; band < 8; band++) eight[band] = details[block * detailBands + band - 1] / root8;
    hadamard(eight);
    for (let corner = 0; corner < 8; corner++) volume[corners[corner]] = eight[corner];
  });
  return volume;
}

/** Half of every side. @throws RangeError where one is odd */
export function halved(shape: Shape3): Shape3 {
  if (shape.some((side) => side % 2 !== 0))
    throw new RangeError(`haar: expected even sides, found ${shape.join(' x ')}`);
  return [shape[0] / 2, shape[1] / 2, shape[2] / 2];
}

/** Calls back for each block of 2 x 2 x 2 voxels with its number and where its voxels lie, corner i + 2 j + 4 k. */
function forEachBlock([d, h, w]: Shape3, visit: (block: number, corners: Int32Array) => void): void {
  const corners = new Int32Array(8);
  let block = 0;
  for (let x = 0; x < d; x += 2) {
    for (let y = 0; y < h; y += 2) {
      for (let z = 0; z < w; z += 2) {
        for (let corner = 0; corner < 8; corner++)
          corners[corner] = ((x + (corner & 1)) * h + y + ((corner >> 1) & 1)) * w + z + (corner >> 2);
        visit(block++, corners);
      }
    }
  }
}

/** The Walsh-Hadamard transform of eight numbers in place: entry i + 2 j + 4 k changes its sign with the axes that are 1. */
function hadamard(eight: Float64Array): void {
  for (let step = 1; step < 8; step *= 2) {
    for (let i = 0; i < 8; i++) {
      if (i & step) continue;
      const [a, b] = [eight[i], eight[i + step]];
      eight[i] = a + b;
      eight[i + step] = a - b;
    }
  }
}

function check(caller: string, values: Float32Array, shape: readonly number[]): void {
  if (values.length !== elementCount(shape))
    throw new RangeError(`${caller}: expected ${shape.join(' x ')} numbers, found ${values.length}`);
}
