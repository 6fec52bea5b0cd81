import type { Volume } from '../geometry/volume.ts';
import { NiftiError } from './error.ts';
import { planImage, type DecodeOptions, type ImagePlan, type NiftiHeader } from './plan.ts';
import { longestHeader, parseRawHeader } from './raw-header.ts';
import { VoxelDecoder } from './voxel-decoder.ts';

export interface NiftiImage {
  readonly volume: Volume<Float32Array>;
  readonly header: NiftiHeader;
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

/** Reads the fixed header of a file, and says where its voxels are. */
export function readPlan(bytes: Uint8Array, options: DecodeOptions): { plan: ImagePlan; single: boolean } {
  const raw = parseRawHeader(bytes, options.name ?? '<bytes>');
  return { plan: planImage(raw, options), single: raw.single };
}

/** Turns a stream of bytes, already inflated, into an image. For a single file `push` takes all of it, for a pair the .img. */
export class NiftiDecoder {
  private readonly options: DecodeOptions;
  private readonly file: string;
  private readonly length: KnownLength;
  private start: Uint8Array = new Uint8Array(0);
  private plan: ImagePlan | undefined;
  private voxels: VoxelDecoder | undefined;

  /** @param plan of the header where that is a file of its own */
  constructor(options: DecodeOptions, length: KnownLength, plan?: ImagePlan) {
    this.options = options;
    this.file = options.name ?? '<bytes>';
    this.length = length;
    if (plan) this.begin(plan);
  }

  /**
   * The length that the header promises for this file; `undefined` while the header has not come.
   * What follows it need not be pushed.
   */
  get end(): number | undefined {
    return this.plan?.end;
  }

  push(bytes: Uint8Array): void {
    if (!this.voxels) {
      this.start = concatenate(this.start, bytes);
      if (this.start.length >= longestHeader) this.beginSingle();
      return;
    }
    this.voxels.push(bytes);
    const excess = this.voxels.position - (this.plan as ImagePlan).end;
    if (!this.length.exact && excess > mostExcess) {
      throw new NiftiError(this.file, {
        field: 'length',
        found: `a stream that goes on beyond ${this.voxels.position} bytes`,
        expected: `${(this.plan as ImagePlan).end}, as dim, datatype and vox_offset promise`,
      });
    }
  }

  finish(): NiftiImage {
    // A file shorter than the longest header has not been looked at yet.
    if (!this.voxels) this.beginSingle();
    const { volume, warnings } = (this.voxels as unknown as VoxelDecoder).finish();
    return { volume, header: (this.plan as unknown as ImagePlan).header, warnings };
  }

  private beginSingle(): void {
    const { plan, single } = readPlan(this.start, this.options);
    if (!single) {
      throw new NiftiError(this.file, {
        field: 'magic',
        found: `a ${plan.header.format} header without voxels`,
        expected: 'a single file ("n+1" or "n+2"), or the header and image of a pair together',
      });
    }
    this.begin(plan);
    this.push(this.start);
    this.start = new Uint8Array(0);
  }

  private begin(plan: ImagePlan): void {
    const { bytes, exact } = this.length;
    if (plan.end > bytes) {
      throw new NiftiError(this.file, {
        field: 'length',
        found: exact ? `${bytes} bytes` : `a gzip file that can hold ${bytes} bytes at most`,
        expected: `${plan.end}, as dim, datatype and vox_offset promise`,
      });
    }
    this.plan = plan;
    this.voxels = new VoxelDecoder(plan, this.file);
  }
}

function concatenate(a: Uint8Array, b: Uint8Array): Uint8Array {
  // A caller may reuse its buffer: only what is looked at before the next piece comes need not be copied.
  if (a.length === 0 && b.length >= longestHeader) return b;
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
