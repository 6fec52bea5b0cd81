/**
 * The WebAssembly engine in a real browser: every operation and gradient beside double precision, and a U-Net's training,
 * on pages with and without cross-origin isolation (threads and none), on a page's main thread and in a worker.
 *
 *     node tools/browser/check.js [--browser chromium]
 *
 * Needs Chromium or Chrome; nothing is downloaded. The page sends its findings to the server that gave it.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values: options } = parseArgs({ options: { browser: { type: 'string', default: 'chromium' } } });
const limitSeconds = 240;

const bundled = await build({
  entryPoints: [fileURLToPath(new URL('page.ts', import.meta.url))],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  conditions: ['@braingen/source'],
  logLevel: 'error',
});
const reference = new URL('../../test-fixtures/reference/engine/operations.json', import.meta.url);
const files = {
  '/': ['text/html', '<!doctype html><title>Braingen</title><script type="module" src="/page.js"></script>'],
  '/page.js': ['text/javascript', bundled.outputFiles[0].text],
  '/operations.json': ['application/json', readFileSync(reference)],
};
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Serves the page, opens it, and waits for what it finds. */
async function visit(headers, hash) {
  const profile = mkdtempSync(join(tmpdir(), 'braingen-browser-'));
  let browser;
  let timer;
  const server = createServer();
  try {
    return await new Promise((resolve, reject) => {
      server.on('request', (request, response) => {
        if (request.method === 'POST') {
          let text = '';
          request.on('data', (piece) => (text += piece));
          request.on('end', () => {
            response.end();
            resolve(JSON.parse(text));
          });
          return;
        }
        const file = files[request.url];
        response.writeHead(file ? 200 : 404, { ...headers, 'Content-Type': file?.[0] ?? 'text/plain' });
        response.end(file?.[1]);
      });
      server.listen(0, '127.0.0.1', () => {
        const address = `http://127.0.0.1:${server.address().port}/${hash}`;
        const quiet = [
          '--no-first-run',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
        ];
        const flags = ['--headless', '--no-sandbox', '--disable-gpu', ...quiet, `--user-data-dir=${profile}`];
        browser = spawn(options.browser, [...flags, address], { stdio: 'ignore' });
        browser.on('error', (error) =>
          reject(new Error(`${options.browser}: ${error.message}; --browser names another`)),
        );
        browser.on('exit', (code) =>
          reject(new Error(`${options.browser} ended with status ${code} before the page did`)),
        );
      });
      const late = `expected the page to be through within ${limitSeconds} s, found nothing`;
      timer = setTimeout(() => reject(new Error(late)), limitSeconds * 1000);
    });
  } finally {
    clearTimeout(timer);
    if (browser?.exitCode === null) {
      const ended = new Promise((resolve) => browser.on('exit', resolve));
      browser.kill();
      await ended;
    }
    server.closeAllConnections();
    server.close();
    // The browser's other processes write on for a moment.
    await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

const visits = [
  { title: 'isolated page, main thread', headers: isolation, hash: '', threads: 2 },
  { title: 'isolated page, worker', headers: isolation, hash: '#worker', threads: 2 },
  { title: 'page that is not isolated', headers: {}, hash: '', threads: 1 },
];
let failures = 0;
const expect = (holds, message) => {
  if (holds) return;
  failures++;
  console.error(`  ${message}`);
};
for (const { title, headers, hash, threads } of visits) {
  const found = await visit(headers, hash);
  console.log(`${title}: ${found.engine ?? 'failed'}`);
  expect(!found.failure, found.failure);
  if (found.failure) continue;
  expect(found.threads === threads, `expected ${threads} threads, found ${found.threads}`);
  const errors = Object.entries(found.errors);
  for (const [name, error] of errors) expect(error < 1e-5, `${name}: expected an error below 1e-5, found ${error}`);
  const worst = Math.max(...errors.map(([, error]) => error));
  console.log(`  ${errors.length} cases, largest error ${worst.toExponential(1)}`);
  expect(found.difference < 1e-5, `expected the losses of tfjs-cpu within 1e-5, found ${found.difference} apart`);
  console.log(
    `  losses ${found.losses.map((loss) => loss.toFixed(6)).join(' ')}, as tfjs-cpu's within ${found.difference.toExponential(1)}`,
  );
  console.log(`  conv3d 128 -> 128 at 21x32x21: ${found.seconds.toFixed(3)} s`);
}
process.exitCode = failures > 0 ? 1 : 0;
