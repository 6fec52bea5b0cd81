// Builds the Node-API addon, build/braingen-kernels.node, with the C compiler of this machine ($CC, cc, gcc or clang).
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addonDigest, kernelFiles, nativeRuntimeFiles, packageFolder } from './sources.js';

/** Instruction sets, best first: the addon takes the first that the CPU has. */
const targets =
  process.arch === 'x64'
    ? {
        avx512: ['-mavx512f', '-mavx512dq', '-mavx512bw', '-mavx512vl', '-mavx2', '-mfma', '-mprefer-vector-width=512'],
        avx2: ['-mavx2', '-mfma'],
        plain: [],
      }
    : process.arch === 'arm64'
      ? { neon: [] }
      : { plain: [] };

const flags = [
  '-std=gnu11',
  '-O3',
  '-fPIC',
  '-fvisibility=hidden',
  '-fno-math-errno',
  '-fno-trapping-math',
  '-pthread',
  '-Wall',
  '-Wno-psabi',
  // For tools/sanitize.
  ...(process.env.BRAINGEN_CFLAGS ?? '').split(' ').filter(Boolean),
];

function findCompiler() {
  const candidates = [process.env.CC, 'cc', 'gcc', 'clang'].filter(Boolean);
  const found = candidates.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
  if (!found) throw new Error(`no C compiler: looked for ${candidates.join(', ')}`);
  return found;
}

/** Runs the compiler; the promise is rejected with what it printed. */
function compile(compiler, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(compiler, args, { cwd: packageFolder });
    let output = '';
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${compiler} ${args.join(' ')}\n${output}`)),
    );
  });
}

async function inParallel(jobs, count) {
  const queue = jobs.values();
  const outputs = [];
  await Promise.all(
    Array.from({ length: count }, async () => {
      for (const job of queue) outputs.push(await job());
    }),
  );
  return outputs.join('');
}

const modified = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);

/** The time of the newest file an object was made from, by the .d file the compiler left beside it. */
function newestSource(objectFile) {
  const rule = objectFile.replace(/\.o$/, '.d');
  if (!existsSync(rule)) return Infinity;
  const files = readFileSync(rule, 'utf8').replaceAll('\\\n', ' ').split(': ')[1].trim().split(/\s+/);
  return Math.max(...files.map((file) => modified(join(packageFolder, file)) || modified(file) || Infinity));
}

/** @returns {Promise<string>} the compiler's warnings */
export async function buildNative() {
  if (process.platform === 'win32') throw new Error('on Windows the WebAssembly kernels are used');
  const compiler = findCompiler();
  const headers = join(dirname(createRequire(import.meta.url).resolve('node-api-headers/package.json')), 'include');
  const folder = join(packageFolder, 'build');
  mkdirSync(folder, { recursive: true });
  const targetList = `-DBG_TARGETS=${Object.keys(targets)
    .map((name) => `TARGET(${name})`)
    .join(' ')}`;

  const runtime = ['-I', headers, targetList, `-DBG_SOURCES="${addonDigest()}"`];

  const units = [
    ...nativeRuntimeFiles.map((source) => ({ source, object: 'runtime', extra: runtime })),
    ...Object.entries(targets).flatMap(([name, extra]) =>
      kernelFiles.map((source) => ({ source, object: name, extra: [`-DBG_TARGET=${name}`, ...extra] })),
    ),
  ].map((unit) => ({
    ...unit,
    object: `build/${unit.object}-${unit.source.replace(/^.*\//, '').replace(/\.c$/, '.o')}`,
  }));

  const outputs = await inParallel(
    units
      // The addon's own file carries the digest of all: a change of any source changes it.
      .filter(
        ({ source, object }) =>
          source.endsWith('/addon.c') ||
          modified(join(packageFolder, object)) <= newestSource(join(packageFolder, object)),
      )
      .map(({ source, object, extra }) => async () => {
        // Written beside and renamed, so that two builds at once do not meet.
        const fresh = `${object}.${process.pid}`;
        const rule = object.replace(/\.o$/, '.d');
        const output = await compile(compiler, [...flags, ...extra, '-MMD', '-MF', rule, '-c', source, '-o', fresh]);
        renameSync(join(packageFolder, fresh), join(packageFolder, object));
        return output;
      }),
    Math.max(1, cpus().length),
  );
  // Linked beside and renamed: a process that has the old addon mapped keeps it.
  const addon = join(folder, 'braingen-kernels.node');
  const fresh = `${addon}.${process.pid}`;
  const shared = process.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared'];
  await compile(compiler, [...shared, ...flags, ...units.map(({ object }) => object), '-lm', '-o', fresh]);
  renameSync(fresh, addon);
  rmSync(join(folder, 'failure.txt'), { force: true });
  return outputs;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  buildNative().then(
    (output) => process.stdout.write(output),
    (error) => {
      mkdirSync(join(packageFolder, 'build'), { recursive: true });
      writeFileSync(join(packageFolder, 'build', 'failure.txt'), error.message);
      console.error(error.message);
      process.exitCode = 1;
    },
  );
}
