import { constants } from 'node:buffer';
import { open, readlink, type FileHandle } from 'node:fs/promises';
import { Readable, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { inflatedLimit, NiftiDecoder, readPlan, type NiftiImage } from '../nifti/decoder.ts';
import { NiftiError } from '../nifti/error.ts';
import { gzipError, isGzip, requirePadding } from '../nifti/gunzip.ts';
import type { DecodeOptions, ImagePlan } from '../nifti/plan.ts';
import { longestHeader } from '../nifti/raw-header.ts';
import type { Volume } from '../geometry/volume.ts';
import { pairOf } from './pair.ts';

export type ReadOptions = Omit<DecodeOptions, 'name'>;

const pieceBytes = 1 << 20;

/**
 * Reads .nii, .nii.gz, or a pair by either of its names (.hdr, .img, each with .gz too), NIfTI-1, NIfTI-2 or Analyze 7.5.
 * Compression is told by content, not by name. The voxels are converted while the file streams: at no time is more of it in memory
 * than a piece.
 *
 * @throws NiftiError on a file that cannot be trusted, and the file system's error where it cannot be read.
 */
export async function readNifti(path: string, options: ReadOptions = {}): Promise<NiftiImage> {
  const pair = await pairOf(path);
  if (!pair) return decodeFile(path, { ...options, name: path });
  const header = await withFile(pair.header, async (file) => {
    for await (const piece of contents(file, pair.header)) return Uint8Array.from(piece.subarray(0, longestHeader));
    return new Uint8Array(0);
  });
  const { plan, single } = readPlan(header, { ...options, name: pair.header });
  if (single) return decodeFile(pair.header, { ...options, name: pair.header });
  return decodeFile(pair.image, { ...options, name: pair.image }, plan);
}

/** The volume alone; see `readNifti`, which tells its warnings. */
export async function readVolume(path: string, options: ReadOptions = {}): Promise<Volume<Float32Array>> {
  return (await readNifti(path, options)).volume;
}

async function decodeFile(path: string, options: DecodeOptions, plan?: ImagePlan): Promise<NiftiImage> {
  return withFile(path, async (file) => {
    const { size } = await file.stat();
    const start = Buffer.alloc(2);
    await file.read(start, 0, 2, 0);
    const decoder = new NiftiDecoder(options, isGzip(start) ? inflatedLimit(size) : { bytes: size, exact: true }, plan);
    for await (const piece of contents(file, path)) decoder.push(piece);
    return decoder.finish();
  });
}

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path).catch(async (error: NodeJS.ErrnoException) => {
    // git-annex leaves a dangling link in place of content that has not been fetched.
    const target = error.code === 'ENOENT' ? await readlink(path).catch(() => '') : '';
    if (!target.includes('annex/objects/')) throw error;
    throw new NiftiError(path, {
      field: 'file',
      found: 'a git-annex link without its content',
      expected: 'the image itself (git annex get)',
    });
  });
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

/** The bytes of a file, inflated where it is gzip. A piece is good until the next is asked for. */
async function* contents(file: FileHandle, path: string): AsyncGenerator<Uint8Array> {
  const start = Buffer.alloc(2);
  await file.read(start, 0, 2, 0);
  if (!isGzip(start)) {
    yield* pieces(file, Buffer.allocUnsafeSlow(pieceBytes));
    return;
  }
  const { size } = await file.stat();
  const gunzip = createGunzip({ chunkSize: pieceBytes / 4 });
  try {
    // The stream keeps what it is given until it has inflated it: each piece needs memory of its own.
    pipeline(Readable.from(pieces(file, undefined)), gunzip, () => {});
    for await (const piece of gunzip) yield piece as Uint8Array;
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      throw gzipError(path, error.message, error);
    throw error;
  } finally {
    gunzip.destroy();
  }
  // The inflater stops at the first zero after a member.
  const rest = Buffer.alloc(pieceBytes);
  for (let at = gunzip.bytesWritten; at < size; ) {
    const { bytesRead } = await file.read(rest, 0, pieceBytes, at);
    if (bytesRead === 0) break;
    requirePadding(rest.subarray(0, bytesRead), path);
    at += bytesRead;
  }
}

async function* pieces(file: FileHandle, reused: Buffer | undefined): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < constants.MAX_LENGTH; ) {
    const buffer = reused ?? Buffer.allocUnsafeSlow(pieceBytes / 4);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}
