import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localServer, type Answer, type LocalServer } from '@braingen/test-fixtures';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { download, DownloadError } from './download.ts';

const body = Buffer.from('a head of 300 000 voxels '.repeat(4000));
const md5 = createHash('md5').update(body).digest('hex');

let folder: string;
let server: LocalServer | undefined;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-download-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
});
afterAll(() => rm(folder, { recursive: true }));

const fresh = (): string => join(folder, `file-${count++}`);
const serve = async (answer: Answer | Uint8Array): Promise<string> => {
  server = await localServer({ '/file': answer });
  return `${server.url}/file`;
};

describe('download', () => {
  it.each([
    ['the MD5', { etag: `"${md5}"` }],
    ['the ETag of several parts', { etag: `"${'0'.repeat(32)}-2"` }],
    ['an ETag that its encryption made', { etag: `"${'0'.repeat(32)}"`, 'x-amz-server-side-encryption': 'aws:kms' }],
    ['no ETag', {}],
  ])('writes the file and gives its sum where the server says %s', async (_, headers) => {
    const path = fresh();
    const url = await serve((response) => response.writeHead(200, headers).end(body));
    const sha256 = createHash('sha256').update(body).digest('hex');
    expect(await download(url, path)).toEqual({ bytes: body.length, sha256 });
    expect((await readFile(path)).equals(body)).toBe(true);
  });

  it('asks for the file as it is, and says how far it is', async () => {
    const seen: number[] = [];
    const url = await serve((response, request) => {
      expect(request.headers['accept-encoding']).toBe('identity');
      response.writeHead(200, { 'content-length': body.length }).end(body);
    });
    await download(url, fresh(), { onProgress: (fraction) => seen.push(fraction) });
    expect(seen.at(-1)).toBe(1);
  });

  it('refuses another MD5 than announced', async () => {
    const url = await serve((response) => response.writeHead(200, { etag: `"${md5.replace(/^./, 'x')}"` }).end(body));
    await expect(download(url, fresh())).resolves.toBeDefined(); // no hexadecimal digits: no MD5
    await server!.close();
    const wrong = md5.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    const other = await serve((response) => response.writeHead(200, { etag: `"${wrong}"` }).end(body));
    await expect(download(other, fresh())).rejects.toThrow(
      new DownloadError(`${other}: expected the MD5 ${wrong} that the server gives, found ${md5}`),
    );
  });

  it('refuses a body that breaks off', async () => {
    const url = await serve((response) => {
      response.writeHead(200, { 'content-length': body.length });
      response.write(body.subarray(0, 5000), () => response.destroy());
    });
    await expect(download(url, fresh())).rejects.toThrow(/\/file: the connection broke off \(.+\)$/);
  });

  it('gives undefined for a file that is not there, and names any other status', async () => {
    const url = await serve((response) => response.writeHead(404).end());
    expect(await download(url, fresh())).toBeUndefined();
    await server!.close();
    const refused = await serve((response) => response.writeHead(503).end());
    await expect(download(refused, fresh())).rejects.toThrow(/expected a file, found HTTP status 503/);
  });

  it.each([
    ['no answer', (): void => {}],
    ['an answer that stops', (response: Parameters<Answer>[0]): void => void response.writeHead(200).write('x')],
  ])('gives up after %s', async (_, answer) => {
    const url = await serve(answer);
    await expect(download(url, fresh(), { timeout: 150 })).rejects.toThrow(
      new DownloadError(`${url}: no byte came in 0.15 s`),
    );
  });

  it('says that nobody listens', async () => {
    const url = await serve(body);
    await server!.close();
    await expect(download(url, fresh())).rejects.toThrow(/no connection \(ECONNREFUSED/);
    await expect(download(url, fresh())).rejects.toThrow(DownloadError);
  });

  it('takes no more than it is allowed', async () => {
    const url = await serve(body);
    await expect(download(url, fresh(), { maxBytes: body.length - 1 })).rejects.toThrow(/expected at most 99999 bytes/);
    expect((await download(url, fresh(), { maxBytes: body.length }))?.bytes).toBe(100_000);
  });

  it('stops when asked, with the reason given', async () => {
    const reason = new Error('stop');
    const stopping = new AbortController();
    const url = await serve((response) => {
      response.writeHead(200).write('x');
      stopping.abort(reason);
    });
    await expect(download(url, fresh(), { signal: stopping.signal })).rejects.toBe(reason);
    await expect(download(url, fresh(), { signal: stopping.signal })).rejects.toBe(reason);
  });
});
