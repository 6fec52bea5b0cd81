import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { BraingenError } from '../error.ts';
import type { ProgressOptions } from '../progress-options.ts';

/** A file that could not be fetched: the network or its other end lacks something, not the caller. One line. */
export class DownloadError extends BraingenError {
  static override readonly brand: symbol = Symbol.for('@braingen/volume/DownloadError');
  override readonly name = 'DownloadError';
  readonly blames = 'environment';
}

export interface DownloadOptions extends ProgressOptions {
  /** Milliseconds without an answer or another byte after which a download is given up. @default 30 000 */
  readonly timeout?: number | undefined;
  /** The most bytes a file may have. @default 256 MiB */
  readonly maxBytes?: number | undefined;
}

export interface Downloaded {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Downloads a file to a path that does not exist yet, and compares it with the MD5 that the server announces: the ETag
 * of a file that S3 was given in one part.
 *
 * @returns undefined if the server has no such file
 * @throws DownloadError if there is no answer, another one than the file, or a damaged file; what was written of
 * it is then left behind
 */
export async function download(
  url: string,
  path: string,
  { timeout = 30_000, maxBytes = 256 * 2 ** 20, signal, onProgress }: DownloadOptions = {},
): Promise<Downloaded | undefined> {
  signal?.throwIfAborted();
  const ending = new AbortController();
  const seconds = `${timeout / 1000} s`;
  const silence = setTimeout(() => ending.abort(new DownloadError(`${url}: no byte came in ${seconds}`)), timeout);
  const stop = (): void => ending.abort(signal?.reason);
  signal?.addEventListener('abort', stop);
  try {
    // A body that fetch inflates on its way would be another file than the one that the sums are of.
    const response = await fetch(url, { signal: ending.signal, headers: { 'accept-encoding': 'identity' } });
    if (response.status === 404) return undefined;
    if (!response.ok || !response.body)
      throw new DownloadError(`${url}: expected a file, found HTTP status ${response.status}`);
    const announced = Number(response.headers.get('content-length'));
    const [sha256, md5] = [createHash('sha256'), createHash('md5')];
    let bytes = 0;
    await pipeline(
      response.body,
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          silence.refresh();
          bytes += chunk.length;
          if (bytes > maxBytes) throw new DownloadError(`${url}: expected at most ${maxBytes} bytes, found more`);
          sha256.update(chunk);
          md5.update(chunk);
          if (announced > 0) onProgress?.(Math.min(1, bytes / announced));
          yield chunk;
        }
      },
      createWriteStream(path, { flags: 'wx' }),
    );
    const [expected, found] = [announcedMd5(response.headers), md5.digest('hex')];
    if (expected !== undefined && expected !== found)
      throw new DownloadError(`${url}: expected the MD5 ${expected} that the server gives, found ${found}`);
    return { bytes, sha256: sha256.digest('hex') };
  } catch (error) {
    // What fetch throws is a TypeError; errors of the disk and of the caller's signal are passed on.
    if (error instanceof TypeError) throw new DownloadError(`${url}: ${reason(error)}`, { cause: error });
    throw error;
  } finally {
    clearTimeout(silence);
    signal?.removeEventListener('abort', stop);
    // Lets go of a connection whose answer was not read to its end.
    ending.abort();
  }
}

/** Files encrypted with a key of its owner have an ETag of the same form that is no MD5. */
function announcedMd5(headers: Headers): string | undefined {
  if (headers.get('x-amz-server-side-encryption')?.startsWith('aws:kms')) return undefined;
  return /^"([0-9a-f]{32})"$/i.exec(headers.get('etag') ?? '')?.[1].toLowerCase();
}

function reason({ message, cause }: Error): string {
  const { code, message: why } = (cause ?? {}) as NodeJS.ErrnoException;
  const broken = message === 'terminated' ? 'the connection broke off' : 'no connection';
  return `${broken} (${[code, why].filter(Boolean).join(': ') || message})`;
}
