import { open, readlink, type FileHandle } from 'node:fs/promises';
import type { Volume } from '../geometry/volume.ts';
import {
  extensionsOf,
  imageOf,
  inflatedLimit,
  NiftiDecoder,
  planSingle,
  requireLength,
  type NiftiImage,
} from '../nifti/decoder.ts';
import { NiftiError } from '../nifti/error.ts';
import { isGzip } from '../nifti/gunzip.ts';
import { planImage, type DecodeOptions, type ImagePlan } from '../nifti/plan.ts';
import { longestHeader, parseRawHeader } from '../nifti/raw-header.ts';
import { VoxelDecoder } from '../nifti/voxel-decoder.ts';
import { inflated } from './inflated.ts';
import { pairOf } from './pair.ts';
import { PathError, reading } from './path-error.ts';
import { pushVoxels, readStart } from './plain.ts';

export interface ReadOptions extends Omit<DecodeOptions, 'name'> {
  /** Aborting rejects with the signal's reason, between two pieces of the file. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads .nii, .nii.gz, or a pair by either of its names (.hdr, .img, each with .gz too), NIfTI-1, NIfTI-2 or Analyze 7.5.
 * Compression is recognised by content, not by name. Voxels are converted while the file streams: besides the volume, no more than a few
 * pieces are ever in memory.
 *
 * @throws NiftiError on a file that cannot be trusted; PathError where it cannot be read
 */
export async function readNifti(path: string, options: ReadOptions = {}): Promise<NiftiImage> {
  const pair = await pairOf(path);
  if (!pair) return readImage(path, { ...options, name: path });
  const named = { ...options, name: pair.header };
  const raw = parseRawHeader(await readHeader(pair.header), pair.header);
  if (raw.single) return readImage(pair.header, named);
  return readImage(pair.image, { ...options, name: pair.image }, planImage(raw, named));
}

/** The volume alone; see `readNifti`, which returns its warnings. */
export async function readVolume(path: string, options: ReadOptions = {}): Promise<Volume<Float32Array>> {
  return (await readNifti(path, options)).volume;
}

/** @param pairPlan of the header, where the file holds only the voxels */
async function readImage(
  path: string,
  options: DecodeOptions & ReadOptions,
  pairPlan?: ImagePlan,
): Promise<NiftiImage> {
  return withFile(path, async (file) => {
    const { size } = await file.stat();
    const start = await readStart(file, longestHeader);
    if (isGzip(start)) {
      const decoder = new NiftiDecoder(options, inflatedLimit(size), pairPlan);
      for await (const piece of inflated(file, path)) {
        options.signal?.throwIfAborted();
        decoder.push(piece);
      }
      return decoder.finish();
    }
    const plan = pairPlan ?? planSingle(start, options);
    requireLength(plan, { bytes: size, exact: true }, path);
    const decoder = new VoxelDecoder(plan, path);
    await pushVoxels(file, decoder, options.signal);
    if (pairPlan) return imageOf(decoder.finish(size), plan.header);
    const extensions = extensionsOf(plan);
    const [from, to] = extensions.range;
    extensions.push((await readStart(file, to)).subarray(from), from);
    return imageOf(decoder.finish(size), plan.header, extensions);
  });
}

async function readHeader(path: string): Promise<Uint8Array> {
  return withFile(path, async (file) => {
    const start = await readStart(file, longestHeader);
    if (!isGzip(start)) return start;
    for await (const piece of inflated(file, path)) return Uint8Array.from(piece.subarray(0, longestHeader));
    return new Uint8Array(0);
  });
}

/** What is read here. */
const expected = 'a NIfTI or Analyze file';

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path).catch(async (error: NodeJS.ErrnoException) => {
    // git-annex leaves a dangling link in place of content that has not been fetched.
    const target = error.code === 'ENOENT' ? await readlink(path).catch(() => '') : '';
    if (!target.includes('annex/objects/')) throw new PathError(path, expected, error);
    throw new NiftiError(path, {
      field: 'file',
      found: 'a git-annex link without its content',
      expected: 'the image itself (git annex get)',
    });
  });
  try {
    return await reading(path, expected, use(file));
  } finally {
    await file.close();
  }
}
