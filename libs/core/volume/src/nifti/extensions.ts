/** A header extension: a code of the NIfTI registry (4: AFNI's XML, 6: a comment in plain text, ...) and its content. */
export interface NiftiExtension {
  readonly code: number;
  /** As it stands in the file: writers fill up with zeros to a multiple of 16 bytes. */
  readonly data: Uint8Array;
}

/** How much of a file's extensions is kept, and may be written. */
export const mostExtensionBytes: number = 2 ** 20;

/** Bytes of a chunk's size and code, and what sizes are multiples of. */
const chunkHeader = 8;
const unit = 16;

/** The text of an extension, without the zeros that it was filled up with. */
export function textOfExtension({ data }: NiftiExtension): string {
  let end = data.length;
  while (end > 0 && data[end - 1] === 0) end--;
  return new TextDecoder().decode(data.subarray(0, end));
}

/**
 * The four bytes that follow a fixed header, and the extensions behind them.
 *
 * @throws RangeError on a code that is no whole number of 0 to 2^31 - 1, or more than a megabyte in all
 */
export function extensionBytes(extensions: readonly NiftiExtension[]): Uint8Array {
  const sizes = extensions.map(({ data }) => Math.ceil((chunkHeader + data.length) / unit) * unit);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total > mostExtensionBytes) {
    throw new RangeError(`encodeNifti: expected extensions of at most ${mostExtensionBytes} bytes, found ${total}`);
  }
  const bytes = new Uint8Array(4 + total);
  const view = new DataView(bytes.buffer);
  bytes[0] = extensions.length > 0 ? 1 : 0;
  let at = 4;
  extensions.forEach(({ code, data }, index) => {
    if (!Number.isInteger(code) || code < 0 || code >= 2 ** 31) {
      throw new RangeError(`encodeNifti: expected an extension's code of 0 to 2^31 - 1, found ${code}`);
    }
    view.setInt32(at, sizes[index], true);
    view.setInt32(at + 4, code, true);
    bytes.set(data, at + chunkHeader);
    at += sizes[index];
  });
  return bytes;
}

/** Takes from a stream of a file's bytes what lies between the fixed header and the voxels. */
export class ExtensionReader {
  readonly #start: number;
  readonly #bytes: Uint8Array;
  readonly #isCutShort: boolean;
  readonly #littleEndian: boolean;
  #end = 0;

  /**
   * @param fixed bytes of the fixed header, after which four say whether extensions follow
   * @param voxOffset where they end
   */
  constructor(fixed: number, voxOffset: number, littleEndian: boolean) {
    const length = Math.max(0, voxOffset - fixed);
    this.#start = fixed;
    this.#bytes = new Uint8Array(Math.min(length, 4 + mostExtensionBytes));
    this.#isCutShort = this.#bytes.length < length;
    this.#littleEndian = littleEndian;
  }

  /** Bytes of the file that it wants to see: from the first to before the second. */
  get range(): readonly [start: number, end: number] {
    return [this.#start, this.#start + this.#bytes.length];
  }

  /** @param position of the first of these bytes in the file */
  push(bytes: Uint8Array, position: number): void {
    const from = Math.max(0, this.#start - position);
    const to = this.#start + this.#bytes.length - position;
    if (from >= bytes.length || to <= from) return;
    const part = bytes.subarray(from, to);
    const at = position + from - this.#start;
    this.#bytes.set(part, at);
    this.#end = at + part.length;
  }

  /** The extensions, as far as their sizes make sense; what does not is a warning. */
  finish(warnings: string[]): NiftiExtension[] {
    const bytes = this.#bytes.subarray(0, this.#end);
    const extensions: NiftiExtension[] = [];
    if (bytes.length < 4 || bytes[0] === 0) return extensions;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 4; at + chunkHeader <= bytes.length; ) {
      const size = view.getInt32(at, this.#littleEndian);
      const code = view.getInt32(at + 4, this.#littleEndian);
      // Zeros behind the last one only fill up.
      if (size === 0 && code === 0) break;
      if (size < chunkHeader || at + size > bytes.length) {
        const rest = this.#isCutShort ? `the first ${mostExtensionBytes} bytes` : `the ${bytes.length - at} bytes`;
        warnings.push(
          `header extension ${extensions.length + 1} states a size of ${size}, not one of ${chunkHeader} to what is left of ${rest} before the voxels: it and what follows are left out`,
        );
        break;
      }
      extensions.push({ code, data: Uint8Array.from(bytes.subarray(at + chunkHeader, at + size)) });
      at += size;
    }
    return extensions;
  }
}
