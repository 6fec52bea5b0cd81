import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Volume, VoxelArray } from '../geometry/volume.ts';
import { encodePieces } from '../nifti/encode.ts';
import type { EncodeOptions } from '../nifti/encoding.ts';
import { writeBeside } from './temporary.ts';

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
  const source = Readable.from(encodePieces(volumes, options), { objectMode: true });
  await writeBeside(path, async (temporary) => {
    const target = createWriteStream(temporary, { flags: 'wx' });
    if (gzip) await pipeline(source, createGzip({ chunkSize: 1 << 18 }), target);
    else await pipeline(source, target);
  });
}
