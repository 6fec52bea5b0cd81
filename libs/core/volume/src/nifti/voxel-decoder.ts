import { Volume } from '../geometry/volume.ts';
import { clearNonFinite, findBeyond, hostIsLittleEndian, rawNumbers, scaleInto, swapBytes } from './convert.ts';
import { isConstant } from '../contrast.ts';
import { datatypes } from './datatype.ts';
import { NiftiError } from './error.ts';
import type { ImagePlan, NiftiHeader } from './plan.ts';

/** Bytes converted at a time: raw and converted numbers together stay in the second-level cache. */
const blockBytes = 1 << 17;

/** Takes the bytes of the file that holds the voxels, in order and in pieces of any length, and converts them on the way. */
export class VoxelDecoder {
  private readonly plan: ImagePlan;
  private readonly file: string;
  private readonly size: number;
  private readonly voxels: Float32Array;
  private readonly scratch = new Uint8Array(blockBytes);
  /** Bytes of the scratch in use: a number of which only a part has come. */
  private held = 0;
  private done = 0;
  private received = 0;
  private nonFinite = 0;
  private rounded = false;

  constructor(plan: ImagePlan, file: string) {
    this.plan = plan;
    this.file = file;
    this.size = datatypes[plan.datatype].bytes;
    this.voxels = new Float32Array(plan.shape[0] * plan.shape[1] * plan.shape[2]);
  }

  get header(): NiftiHeader {
    return this.plan.header;
  }

  /** Where in the file the next byte pushed is taken to stand. */
  get position(): number {
    return this.received;
  }

  /** The bytes of the file that become voxels: from the first to before the second. The rest need not be pushed: see `skipTo`. */
  get range(): readonly [start: number, end: number] {
    return [this.plan.start, this.plan.start + this.voxels.length * this.size];
  }

  /**
   * The end of the result's own memory, as long as the raw voxels, or `undefined` where they are longer than the result.
   * A reader may put raw voxels there, each in its place, before it pushes them: converting from the first to the last never
   * overwrites what is still raw. It spares memory, and the thread that reads takes half of the page faults.
   */
  get rawMemory(): Uint8Array | undefined {
    if (this.size > 4) return undefined;
    return new Uint8Array(this.voxels.buffer, (4 - this.size) * this.voxels.length);
  }

  /** Goes on to another place in the file before the voxels begin. */
  skipTo(position: number): void {
    this.received = position;
  }

  push(bytes: Uint8Array): void {
    const [start, end] = this.range;
    const from = Math.max(0, start - this.received);
    const to = end - this.received;
    this.received += bytes.length;
    if (from >= bytes.length || to <= 0) return;
    let rest = bytes.subarray(from, to);
    while (rest.length > 0) rest = this.takeBlock(rest);
  }

  /**
   * The finished volume.
   *
   * @param length of the whole file
   * @throws NiftiError if the file was shorter than its header promises.
   */
  finish(length: number = this.received): { volume: Volume<Float32Array>; warnings: string[] } {
    if (length < this.plan.end || this.done < this.voxels.length) {
      throw new NiftiError(this.file, {
        field: 'length',
        found: `${Math.min(length, this.received)} bytes`,
        expected: `${this.plan.end}, as dim, datatype and vox_offset promise`,
      });
    }
    const warnings = [...this.plan.warnings];
    if (length > this.plan.end) warnings.push(`${length - this.plan.end} bytes follow the voxels: ignored`);
    if (this.nonFinite > 0) {
      const all = this.nonFinite === this.voxels.length ? ' (all of them)' : '';
      warnings.push(`${this.nonFinite} voxels${all} are NaN, infinite or beyond float32: set to 0`);
    }
    if (isConstant(this.voxels)) {
      warnings.push(`all voxels have the same value, ${this.voxels[0]}: steps that need contrast will refuse it`);
    }
    if (this.rounded) warnings.push('integers beyond 2^24 are rounded to float32');
    return { volume: new Volume(this.voxels, this.plan), warnings };
  }

  /** Converts the front of `bytes` and returns what is left. */
  private takeBlock(bytes: Uint8Array): Uint8Array {
    const native = this.plan.littleEndian === hostIsLittleEndian || this.size === 1;
    const aligned = bytes.byteOffset % this.size === 0;
    if (this.held === 0 && native && aligned && bytes.length >= this.size) {
      const length = Math.min(blockBytes, bytes.length - (bytes.length % this.size));
      this.convert(bytes.subarray(0, length));
      return bytes.subarray(length);
    }
    const length = Math.min(blockBytes - this.held, bytes.length);
    this.scratch.set(bytes.subarray(0, length), this.held);
    const filled = this.held + length;
    const whole = filled - (filled % this.size);
    const block = this.scratch.subarray(0, whole);
    if (!native) swapBytes(block, this.size);
    this.convert(block);
    this.scratch.copyWithin(0, whole, filled);
    this.held = filled - whole;
    return bytes.subarray(length);
  }

  private convert(block: Uint8Array): void {
    const { datatype, scaling } = this.plan;
    const count = block.length / this.size;
    const raw = rawNumbers(datatype, block, count);
    // Before the conversion, which may write over the raw numbers.
    if (datatype === 'int64' || datatype === 'uint64') this.refuseInexact(raw as Float64Array);
    if (!scaling && !this.rounded && this.size > 2 && datatype.includes('int')) {
      this.rounded = findBeyond(raw, 2 ** 24) !== undefined;
    }
    if (scaling) scaleInto(this.voxels, this.done, raw, scaling.slope, scaling.intercept);
    // Into just the part that is written: with the whole as its target the engine takes the raw numbers in it for overlapped, and copies them.
    else if (!this.inPlace(raw)) this.voxels.subarray(this.done, this.done + count).set(raw);
    if (scaling || datatype.startsWith('float')) {
      this.nonFinite += clearNonFinite(this.voxels, this.done, this.done + count);
    }
    this.done += count;
  }

  /** Whether the raw numbers are voxels already: float32 that was read into the result's own memory. */
  private inPlace(raw: ReturnType<typeof rawNumbers>): boolean {
    return raw instanceof Float32Array && raw.buffer === this.voxels.buffer && raw.byteOffset === 4 * this.done;
  }

  private refuseInexact(raw: Float64Array): void {
    const found = findBeyond(raw, Number.MAX_SAFE_INTEGER);
    if (found !== undefined) {
      throw new NiftiError(this.file, {
        field: `${this.plan.datatype} voxel`,
        found: String(found),
        expected: 'magnitudes below 2^53, which numbers here hold exactly',
      });
    }
  }
}
