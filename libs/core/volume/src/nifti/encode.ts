import { assertSameGrid } from '../geometry/grid.ts';
import type { Volume, VoxelArray } from '../geometry/volume.ts';
import { join } from './bytes.ts';
import { hostIsLittleEndian, swapBytes } from './convert.ts';
import { datatypes, type NiftiDatatype } from './datatype.ts';
import { chooseEncoding, type EncodeOptions, type Encoding } from './encoding.ts';
import { headerOf } from './write-header.ts';

/** Voxels converted at a time. */
const blockVoxels = 1 << 16;

const arrays = {
  uint8: Uint8Array,
  int8: Int8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  float32: Float32Array,
  float64: Float64Array,
};

/**
 * A NIfTI file, uncompressed, piece by piece: the header, then blocks of voxels. Each piece is new.
 *
 * @param frames volumes on one grid: one for a 3D file, more for a 4D one
 */
export function* encodePieces(
  frames: readonly Volume<VoxelArray>[],
  options: EncodeOptions = {},
): Generator<Uint8Array> {
  for (const frame of frames) assertSameGrid(frames[0], frame, 'encodeNifti: the first volume of a series and another');
  const encoding = chooseEncoding(
    frames.map(({ voxels }) => voxels),
    options,
  );
  yield headerOf(frames[0], encoding, options, frames.length);
  for (const { voxels } of frames) {
    for (let at = 0; at < voxels.length; at += blockVoxels) {
      yield encodeBlock(voxels.subarray(at, at + blockVoxels), encoding);
    }
  }
}

function encodeBlock(voxels: VoxelArray, { datatype, slope, intercept }: Encoding): Uint8Array {
  const block = new arrays[datatype as Exclude<NiftiDatatype, 'int64' | 'uint64'>](voxels.length);
  if (slope === 1 && intercept === 0) block.set(voxels);
  else {
    const [low, high] = datatypes[datatype].range ?? [-Infinity, Infinity];
    // The header keeps slope and intercept as float32: rounding with the same numbers halves the worst error.
    const [a, b] = [Math.fround(slope), Math.fround(intercept)];
    for (let i = 0; i < voxels.length; i++) block[i] = Math.min(high, Math.max(low, Math.round((voxels[i] - b) / a)));
  }
  const bytes = new Uint8Array(block.buffer);
  if (!hostIsLittleEndian) swapBytes(bytes, block.BYTES_PER_ELEMENT);
  return bytes;
}

/**
 * A NIfTI file in memory: float32, or integers as they are or scaled, with sform, qform, cal_min, cal_max and description.
 *
 * @throws RangeError on voxels that are not finite, on labels that are not whole, on too long a description.
 */
export async function encodeNifti(volume: Volume<VoxelArray>, options: EncodeOptions = {}): Promise<Uint8Array> {
  const pieces = encodePieces([volume], options);
  if (!options.gzip) return join([...pieces]);
  const compressed: Uint8Array[] = [];
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const { value, done } = pieces.next();
      if (done) controller.close();
      else controller.enqueue(value as Uint8Array<ArrayBuffer>);
    },
  });
  const reader = source.pipeThrough(new CompressionStream('gzip')).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) compressed.push(next.value);
  return join(compressed);
}
