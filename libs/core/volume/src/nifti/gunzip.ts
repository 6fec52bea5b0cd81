import { nextTurn } from '../next-turn.ts';
import type { Inflate } from 'pako';
import { NiftiError } from './error.ts';

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Padding with zeros after a gzip file is common (tapes, block devices); anything else means that the file is damaged. */
export function requirePadding(rest: Uint8Array, file: string): void {
  if (rest.some((byte) => byte !== 0))
    throw gzipError(file, 'bytes after its end that are neither another member nor zeros');
}

export function gzipError(file: string, found: string, cause?: unknown): NiftiError {
  return new NiftiError(file, { field: 'gzip', found, expected: 'whole gzip members with right checksums' }, { cause });
}

const pieceBytes = 1 << 18;

/**
 * Inflates one or several gzip members and checks their checksums, anywhere JavaScript runs.
 * (DecompressionStream will not do: browsers refuse a second member and trailing zeros.) Waits a turn of the event loop between pieces.
 *
 * @param take is called with each piece of output; what it throws ends the inflation
 */
export async function gunzip(bytes: Uint8Array, file: string, take: (piece: Uint8Array) => void): Promise<void> {
  // Loaded when first needed: most programs read files, where Node inflates.
  const { Inflate } = await import('pako');
  const newInflate = (): InflateState => {
    const inflate = new Inflate({ windowBits: 31, chunkSize: pieceBytes });
    inflate.onData = (piece) => take(piece as Uint8Array);
    inflate.onEnd = (status) => {
      inflate.err = status;
    };
    return inflate as InflateState;
  };
  let inflate = newInflate();
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const piece = bytes.subarray(at, at + pieceBytes);
    if (inflate.ended) {
      // The last member ended with the last piece.
      if (piece[0] === 0) return requirePadding(bytes.subarray(at), file);
      inflate = newInflate();
    }
    inflate.push(piece, at + pieceBytes >= bytes.length);
    if (inflate.err) throw gzipError(file, inflate.msg || 'a stream that ends too early');
    if (inflate.ended) {
      const left = inflate.strm.avail_in;
      const next = at + piece.length - left;
      // Members that follow at once are taken by the inflater itself: here only the end of a piece or a zero can stand.
      if (left > 0) return requirePadding(bytes.subarray(next), file);
    }
    await nextTurn();
  }
  if (!inflate.ended) throw gzipError(file, 'a stream that ends too early');
}

interface InflateState extends Inflate {
  readonly ended: boolean;
  readonly strm: { readonly avail_in: number };
}
