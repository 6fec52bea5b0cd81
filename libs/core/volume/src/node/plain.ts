import type { FileHandle } from 'node:fs/promises';
import type { VoxelDecoder } from '../nifti/voxel-decoder.ts';

const pieceBytes = 1 << 20;

/** The first bytes of a file, fewer than `length` if it is shorter. */
export async function readStart(file: FileHandle, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await file.read(bytes, 0, length, 0);
  return bytes.subarray(0, bytesRead);
}

/** Reads the voxels of an uncompressed file into a decoder. The next piece is read, on another thread, while the last is converted. */
export async function pushVoxels(file: FileHandle, decoder: VoxelDecoder, signal?: AbortSignal): Promise<void> {
  const [start, end] = decoder.range;
  const target = decoder.rawMemory;
  const buffers = target ? [] : [new Uint8Array(pieceBytes), new Uint8Array(pieceBytes)];

  const read = async (at: number, turn: number): Promise<Uint8Array> => {
    const length = Math.min(pieceBytes, end - at);
    const memory = target ? target.subarray(at - start, at - start + length) : buffers[turn % 2].subarray(0, length);
    const { bytesRead } = await file.read(memory, 0, length, at);
    return memory.subarray(0, bytesRead);
  };

  decoder.skipTo(start);
  let next = read(start, 0);
  for (let turn = 1; decoder.position < end; turn++) {
    const piece = await next;
    signal?.throwIfAborted();
    // A file that became shorter since its size was asked for: the decoder will say so.
    if (piece.length === 0) return;
    const following = decoder.position + piece.length;
    if (following < end) next = read(following, turn);
    decoder.push(piece);
  }
}
