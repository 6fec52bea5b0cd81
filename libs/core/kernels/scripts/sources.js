import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const folder = new URL('../src/c/', import.meta.url);

const cFiles = (sub) =>
  readdirSync(new URL(sub, folder))
    .filter((name) => name.endsWith('.c'))
    .sort()
    .map((name) => `src/c/${sub}${name}`);

/** Files compiled once for each instruction set: the kernels and the table of them. */
export const kernelFiles = cFiles('');

const runtimeFiles = cFiles('runtime/');
export const nativeRuntimeFiles = runtimeFiles.filter((name) => !name.includes('wasm'));
export const wasmRuntimeFiles = runtimeFiles.filter((name) => !/native|addon/.test(name));

/** The names in kernels.def, in order: a kernel's index is its place here. */
export function kernelNames() {
  const text = readFileSync(new URL('kernels.def', folder), 'utf8');
  return [...text.matchAll(/^KERNEL\((\w+),/gm)].map((match) => match[1]);
}

/** A digest of every C source and header but some. */
function digestWithout(excluded) {
  const hash = createHash('sha256');
  for (const sub of ['', 'runtime/']) {
    for (const name of readdirSync(new URL(sub, folder)).sort()) {
      if (!/\.(c|h|def)$/.test(name) || excluded.test(name)) continue;
      hash
        .update(`${sub}${name}\n`)
        .update(readFileSync(new URL(`${sub}${name}`, folder), 'utf8').replaceAll('\r\n', '\n'));
    }
  }
  return hash.digest('hex');
}

/** What the generated WebAssembly was made from. */
export const sourceDigest = () => digestWithout(/native|addon/);

/** What the addon is made from: it carries this, and is loaded only by a program of the same sources. */
export const addonDigest = () => digestWithout(/wasm/);
