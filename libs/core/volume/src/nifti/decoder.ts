import type { Volume } from '../geometry/volume.ts';
import { join } from './bytes.ts';
import { NiftiError } from './error.ts';
import { ExtensionReader, type NiftiExtension } from './extensions.ts';
import { planImage, type DecodeOptions, type ImagePlan, type NiftiHeader } from './plan.ts';
import { longestHeader, parseRawHeader } from './raw-header.ts';
import { VoxelDecoder } from './voxel-decoder.ts';

export interface NiftiImage {
  readonly volume: Volume<Float32Array>;
  readonly header: NiftiHeader;
  /** Extensions of the header of a single file, the first megabyte of them. */
  readonly extensions: readonly NiftiExtension[];
  /** What a user should know before trusting the image: choices made, values changed. */
  readonly warnings: readonly string[];
}

/** What is known of a file's length before its bytes come: the length itself, or the most it can inflate to. */
export interface KnownLength {
  readonly bytes: number;
  readonly exact: boolean;
}

/** A stream may go on this long after its voxels, so that its checksum is reached; one that goes on longer is refused. */
const mostExcess = 1 << 20;

/** A gzip file of `bytes` cannot inflate to more: deflate codes at best 258 bytes in 2 bits. */
export function inflatedLimit(bytes: number): KnownLength {
  return { bytes: bytes * 1032, exact: false };
}

/** @throws NiftiError if the header promises more than there can be, before any memory is taken for it. */
export function requireLength(plan: ImagePlan, { bytes, exact }: KnownLength, file: string): void {
  if (plan.end <= bytes) return;
  throw new NiftiError(file, {
    field: 'length',
    found: exact ? `${bytes} bytes` : `a gzip file that can hold ${bytes} bytes at most`,
    expected: `${plan.end}, as dim, datatype and vox_offset promise`,
  });
}

/** The plan of a file that must hold its voxels itself. */
export function planSingle(bytes: Uint8Array, options: DecodeOptions): ImagePlan {
  const file = options.name ?? '<bytes>';
  const raw = parseRawHeader(bytes, file);
  if (raw.single) return planImage(raw, options);
  throw new NiftiError(file, {
    field: 'magic',
    found: raw.format === 'Analyze 7.5' ? 'none, as in the header of an Analyze pair' : 'that of the header of a pair',
    expected: '"n+1" or "n+2", for a header with its voxels in one file',
  });
}

/** What reads the extensions of a single file. */
export function extensionsOf({ header, fixedBytes, littleEndian }: ImagePlan): ExtensionReader {
  return new ExtensionReader(fixedBytes, header.voxOffset, littleEndian);
}

/** @param extensions those of a single file */
export function imageOf(
  { volume, warnings }: Pick<NiftiImage, 'volume' | 'warnings'>,
  header: NiftiHeader,
  extensions?: ExtensionReader,
): NiftiImage {
  const all = [...warnings];
  return { volume, header, extensions: extensions?.finish(all) ?? [], warnings: all };
}

/** Turns a stream of bytes into an image. For a single file `push` takes all of it, for a pair the image. */
export class NiftiDecoder {
  private readonly options: DecodeOptions;
  private readonly file: string;
  private readonly length: KnownLength;
  private start: Uint8Array = new Uint8Array(0);
  private plan: ImagePlan | undefined;
  private voxels: VoxelDecoder | undefined;
  private extensions: ExtensionReader | undefined;

  /** @param plan of the header where that is a file of its own */
  constructor(options: DecodeOptions, length: KnownLength, plan?: ImagePlan) {
    this.options = options;
    this.file = options.name ?? '<bytes>';
    this.length = length;
    if (plan) this.begin(plan);
  }

  push(bytes: Uint8Array): void {
    if (this.voxels) this.pushVoxels(this.voxels, bytes);
    else {
      // A copy where it is short, because a caller may reuse its memory before the next piece comes.
      this.start = bytes.length >= longestHeader && this.start.length === 0 ? bytes : join([this.start, bytes]);
      if (this.start.length >= longestHeader) this.beginSingle();
    }
  }

  finish(): NiftiImage {
    // A file shorter than the longest header has not been looked at yet.
    const voxels = this.voxels ?? this.beginSingle();
    return imageOf(voxels.finish(), voxels.header, this.extensions);
  }

  private beginSingle(): VoxelDecoder {
    const plan = planSingle(this.start, this.options);
    const voxels = this.begin(plan);
    this.extensions = extensionsOf(plan);
    this.pushVoxels(voxels, this.start);
    this.start = new Uint8Array(0);
    return voxels;
  }

  private begin(plan: ImagePlan): VoxelDecoder {
    requireLength(plan, this.length, this.file);
    this.plan = plan;
    return (this.voxels = new VoxelDecoder(plan, this.file));
  }

  private pushVoxels(voxels: VoxelDecoder, bytes: Uint8Array): void {
    this.extensions?.push(bytes, voxels.position);
    voxels.push(bytes);
    const end = this.plan?.end ?? 0;
    if (!this.length.exact && voxels.position - end > mostExcess) {
      throw new NiftiError(this.file, {
        field: 'length',
        found: `a gzip stream that goes on beyond ${voxels.position} bytes`,
        expected: `${end}, as dim, datatype and vox_offset promise`,
      });
    }
  }
}
