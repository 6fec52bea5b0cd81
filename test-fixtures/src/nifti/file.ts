import { headerBytes, type HeaderFields } from './header.ts';
import { datatypes, voxelBytes, type Datatype } from './voxels.ts';

/** 1, 2, 3 ... for the 60 voxels of the default header. */
export const countingVoxels: readonly number[] = Array.from({ length: 60 }, (_, i) => i + 1);

export interface FileSpec extends Partial<Omit<HeaderFields, 'datatype'>> {
  readonly datatype?: Datatype | number;
  readonly voxels?: readonly (number | bigint)[];
  /** What stands between the header and the voxels; by default the four bytes that say that no extension follows. */
  readonly extension?: Uint8Array;
}

/** A single file, good by default, with any field overridden. */
export function niftiFile({
  datatype = 'int16',
  voxels = countingVoxels,
  extension = new Uint8Array(4),
  ...fields
}: FileSpec = {}): Uint8Array {
  return concatenate([
    niftiHeader({ datatype, ...fields }),
    extension,
    voxelBytes(voxels, nameOf(datatype), fields.bigEndian),
  ]);
}

/** The header and the image of a pair. */
export function niftiPair({ datatype = 'int16', voxels = countingVoxels, ...fields }: FileSpec = {}): {
  header: Uint8Array;
  image: Uint8Array;
} {
  const magic = { nifti1: 'ni1\0', nifti2: 'ni2\0\r\n\x1a\n', analyze: '' }[fields.format ?? 'nifti1'];
  return {
    header: niftiHeader({ magic, voxOffset: 0, datatype, ...fields }),
    image: voxelBytes(voxels, nameOf(datatype), fields.bigEndian),
  };
}

function niftiHeader({ datatype = 'int16', ...fields }: FileSpec): Uint8Array {
  if (typeof datatype === 'number') return headerBytes({ datatype, ...fields });
  return headerBytes({ datatype: datatypes[datatype].code, bitpix: datatypes[datatype].bits, ...fields });
}

function nameOf(datatype: Datatype | number): Datatype {
  return typeof datatype === 'number' ? 'uint8' : datatype;
}

export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
