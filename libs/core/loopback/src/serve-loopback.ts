import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a page gets for a request. */
export interface Answer {
  readonly status?: number;
  readonly type: string;
  readonly body: string | Uint8Array;
}

/** @param body of a POST, at most a megabyte of JSON */
export type Handler = (method: string, url: URL, body: unknown) => Promise<Answer | undefined> | Answer | undefined;

export interface Loopback {
  readonly url: string;
  close(): Promise<void>;
}

const largestBody = 2 ** 20;
/** What every page may load: pictures and data of its own, what stands in it. */
const basis = {
  'default-src': "'none'",
  'img-src': "'self'",
  'connect-src': "'self'",
  'script-src': "'unsafe-inline'",
  'style-src': "'unsafe-inline'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

export interface LoopbackOptions {
  /** 0 for any that is free. @default 0 */
  readonly port?: number | undefined;
  /**
   * Directives of the content security policy in place of those for a page that stands alone, such as `{ 'script-src':
   * "'self'" }`.
   * @default none
   */
  readonly policy?: Readonly<Record<string, string>> | undefined;
}

/**
 * Serves a page on this machine alone: it listens on 127.0.0.1, and answers only requests that name that address, so that no page
 * from elsewhere reads or writes through a browser.
 */
export async function serveLoopback(handler: Handler, { port = 0, policy }: LoopbackOptions = {}): Promise<Loopback> {
  const directives = Object.entries({ ...basis, ...policy }).map(([name, sources]) => `${name} ${sources}`);
  const server = createServer((request, response) => {
    void answer(request, handler, (server.address() as AddressInfo).port).then(({ status = 200, type, body }) => {
      response.writeHead(status, {
        'content-type': type,
        'cache-control': 'no-store',
        'content-security-policy': directives.join('; '),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
      response.end(body);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const text = (status: number, body: string): Answer => ({ status, type: 'text/plain; charset=utf-8', body });

async function answer(request: IncomingMessage, handler: Handler, port: number): Promise<Answer> {
  const { method = 'GET', headers } = request;
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!own.includes(headers.host ?? '')) return text(403, `expected the host ${own[0]}, found another`);
  if (headers.origin !== undefined && !own.map((host) => `http://${host}`).includes(headers.origin))
    return text(403, 'expected a request of the page itself, found one from elsewhere');
  try {
    let body: unknown;
    if (method === 'POST') {
      if (headers['content-type'] !== 'application/json')
        return text(415, 'expected application/json, found another type');
      body = JSON.parse(await readBody(request));
    }
    return (await handler(method, new URL(request.url ?? '/', `http://${own[0]}`), body)) ?? text(404, 'not found');
  } catch (error) {
    return text(error instanceof RangeError || error instanceof SyntaxError ? 400 : 500, (error as Error).message);
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Uint8Array>) {
    size += piece.length;
    if (size > largestBody) throw new RangeError(`expected at most ${largestBody} bytes, found more`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
