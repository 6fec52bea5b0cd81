/** A stretch of memory the arena may divide. */
export interface Segment {
  readonly buffer: ArrayBufferLike;
  readonly offset: number;
  readonly bytes: number;
}

interface Gap {
  offset: number;
  bytes: number;
}

type View = (buffer: ArrayBufferLike, offset: number, count: number) => Float32Array;

const alignment = 64;

/**
 * Tensors' memory. Training frees and asks for the same sizes step after step: memory goes back to lists of gaps
 * (best fit, neighbours joined) instead of to the garbage collector, which would be late with blocks this large.
 */
export class Arena {
  readonly #newSegment: (bytes: number) => Segment;
  readonly #segmentBytes: number;
  readonly #view: View;
  readonly #segments: { segment: Segment; gaps: Gap[] }[] = [];
  readonly #sizes = new Map<ArrayBufferLike, Map<number, { bytes: number; gaps: Gap[] }>>();
  #used = 0;
  #reserved = 0;

  /**
   * @param newSegment takes at least so many bytes from the runtime, 64-byte aligned; throws where there are none
   * @param view makes the array on a part of a segment's buffer
   */
  constructor(
    newSegment: (bytes: number) => Segment,
    segmentBytes: number = 32 * 2 ** 20,
    view: View = (buffer, offset, count) => new Float32Array(buffer, offset, count),
  ) {
    this.#newSegment = newSegment;
    this.#segmentBytes = segmentBytes;
    this.#view = view;
  }

  get used(): number {
    return this.#used;
  }

  get reserved(): number {
    return this.#reserved;
  }

  /** @throws RangeError if no memory is left */
  allocate(count: number): Float32Array {
    const bytes = Math.max(alignment, Math.ceil((count * 4) / alignment) * alignment);
    let best: { segment: Segment; gaps: Gap[] } | undefined;
    let bestGap = -1;
    for (const entry of this.#segments) {
      for (let i = 0; i < entry.gaps.length; i++) {
        const gap = entry.gaps[i];
        if (gap.bytes >= bytes && (!best || gap.bytes < best.gaps[bestGap].bytes)) {
          best = entry;
          bestGap = i;
        }
      }
    }
    if (!best) {
      const segment = this.#take(bytes);
      best = { segment, gaps: [{ offset: segment.offset, bytes: segment.bytes }] };
      bestGap = 0;
      this.#segments.push(best);
      this.#reserved += segment.bytes;
    }
    const gap = best.gaps[bestGap];
    const { buffer } = best.segment;
    const offset = gap.offset;
    gap.offset += bytes;
    gap.bytes -= bytes;
    if (gap.bytes === 0) best.gaps.splice(bestGap, 1);

    let sizes = this.#sizes.get(buffer);
    if (!sizes) this.#sizes.set(buffer, (sizes = new Map()));
    sizes.set(offset, { bytes, gaps: best.gaps });
    this.#used += bytes;
    return this.#view(buffer, offset, count);
  }

  /** @throws Error if the array is not one of `allocate`, or was released before */
  #take(bytes: number): Segment {
    try {
      return this.#newSegment(Math.max(bytes, this.#segmentBytes));
    } catch (error) {
      const megabytes = (count: number): string => `${Math.ceil(count / 2 ** 20)} MB`;
      const found = `${megabytes(this.#used)} in use and no more available (${(error as Error).message})`;
      throw new RangeError(`out of memory: expected ${megabytes(bytes)} for a tensor, found ${found}`, {
        cause: error,
      });
    }
  }

  release(array: Float32Array): void {
    const sizes = this.#sizes.get(array.buffer);
    const taken = sizes?.get(array.byteOffset);
    if (!sizes || !taken) throw new Error('release: expected an array of allocate that is still in use');
    sizes.delete(array.byteOffset);
    this.#used -= taken.bytes;

    const { gaps, bytes } = taken;
    const offset = array.byteOffset;
    let low = 0;
    for (let high = gaps.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (gaps[middle].offset < offset) low = middle + 1;
      else high = middle;
    }
    const before = gaps[low - 1];
    const after = gaps[low];
    const joinsBefore = before !== undefined && before.offset + before.bytes === offset;
    const joinsAfter = after !== undefined && offset + bytes === after.offset;
    if (joinsBefore) {
      before.bytes += bytes + (joinsAfter ? after.bytes : 0);
      if (joinsAfter) gaps.splice(low, 1);
    } else if (joinsAfter) {
      after.offset = offset;
      after.bytes += bytes;
    } else {
      gaps.splice(low, 0, { offset, bytes });
    }
  }

  /** Whether a buffer is one of the segments'. */
  owns(buffer: ArrayBufferLike): boolean {
    return this.#sizes.has(buffer);
  }
}
