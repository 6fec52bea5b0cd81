import { inflatedLimit, NiftiDecoder, type NiftiImage } from './decoder.ts';
import { join } from './bytes.ts';
import { gunzip, isGzip } from './gunzip.ts';
import { planImage, type DecodeOptions, type ImagePlan } from './plan.ts';
import { parseRawHeader } from './raw-header.ts';

/** The two files of a pair (.hdr and .img), each compressed or not. */
export interface NiftiPair {
  readonly header: Uint8Array;
  readonly image: Uint8Array;
}

/**
 * Reads NIfTI-1, NIfTI-2 or Analyze 7.5 from memory, compressed or not, distinguished by content. Voxels become float32
 * with slope and intercept applied, NaN and infinite ones 0; the affine maps voxels to RAS millimetres.
 *
 * @throws NiftiError on anything that cannot be trusted.
 */
export async function decodeNifti(source: Uint8Array | NiftiPair, options: DecodeOptions = {}): Promise<NiftiImage> {
  if (source instanceof Uint8Array) return decode(source, options);
  const file = options.name ?? '<bytes>';
  const pieces: Uint8Array[] = [];
  await inflateIfNeeded(source.header, file, (piece) => pieces.push(piece));
  const header = join(pieces);
  const raw = parseRawHeader(header, file);
  return raw.single ? decode(header, options) : decode(source.image, options, planImage(raw, options));
}

async function decode(bytes: Uint8Array, options: DecodeOptions, plan?: ImagePlan): Promise<NiftiImage> {
  const length = isGzip(bytes) ? inflatedLimit(bytes.length) : { bytes: bytes.length, exact: true };
  const decoder = new NiftiDecoder(options, length, plan);
  await inflateIfNeeded(bytes, options.name ?? '<bytes>', (piece) => decoder.push(piece));
  return decoder.finish();
}

async function inflateIfNeeded(bytes: Uint8Array, file: string, take: (piece: Uint8Array) => void): Promise<void> {
  if (isGzip(bytes)) await gunzip(bytes, file, take);
  else take(bytes);
}
