import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Volume, VoxelArray } from '../geometry/volume.ts';
import { encodePieces } from '../nifti/encode.ts';
import type { EncodeOptions } from '../nifti/encoding.ts';

/**
 * Writes a .nii or .nii.gz. The file appears whole or not at all: it is written beside its place and renamed.
 *
 * @throws RangeError on another name, and as `encodeNifti`.
 */
export function writeVolume(path: string, volume: Volume<VoxelArray>, options: EncodeOptions = {}): Promise<void> {
  return writeSeries(path, [volume], options);
}

/**
 * Writes volumes on one grid into one 4D file, as `writeVolume` does.
 *
 * @throws RangeError on another name, without volumes, if they lie on different grids, and as `encodeNifti`.
 */
export async function writeSeries(
  path: string,
  volumes: readonly Volume<VoxelArray>[],
  options: EncodeOptions = {},
): Promise<void> {
  if (volumes.length === 0) throw new RangeError(`writeSeries: expected at least one volume for ${path}, found none`);
  if (!/\.nii(\.gz)?$/i.test(path))
    throw new RangeError(`writeVolume: expected a name ending in .nii or .nii.gz, found '${path}'`);
  const gzip = options.gzip ?? /\.gz$/i.test(path);
  // In the same folder, because a rename is atomic only within a file system; named so that no pattern for images finds it.
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  const source = Readable.from(encodePieces(volumes, options), { objectMode: true });
  try {
    const target = createWriteStream(temporary, { flags: 'wx' });
    if (gzip) await pipeline(source, createGzip({ chunkSize: 1 << 18 }), target);
    else await pipeline(source, target);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
