import type { FileHandle } from 'node:fs/promises';
import { Readable, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { gzipError, requirePadding } from '../nifti/gunzip.ts';

const pieceBytes = 1 << 18;

/** What the members of a gzip file hold. Their checksums have been verified once the last piece has been taken. */
export async function* inflated(file: FileHandle, path: string): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: pieceBytes });
  try {
    pipeline(Readable.from(pieces(file, 0)), gunzip, () => {});
    for await (const piece of gunzip) yield piece as Uint8Array;
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw gzipError(path, error.message, error);
    }
    throw error;
  } finally {
    gunzip.destroy();
  }
  // The inflater stops at the first zero after a member, and leaves the rest.
  for await (const rest of pieces(file, gunzip.bytesWritten)) requirePadding(rest, path);
}

async function* pieces(file: FileHandle, from: number): AsyncGenerator<Uint8Array> {
  for (let at = from; ; ) {
    // Memory of its own for each piece: the inflater holds it until it is used up.
    const { buffer, bytesRead } = await file.read(new Uint8Array(pieceBytes), 0, pieceBytes, at);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}
