import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EngineUnavailable } from '../engine.ts';
import type { TfjsNodeName } from './build-record.ts';
import { run } from './run.ts';

/** The C++ compiler to use: $CXX, c++, g++ or clang++. @throws EngineUnavailable if there is none */
export async function findCompiler(name: TfjsNodeName): Promise<string> {
  const candidates = [process.env['CXX'], 'c++', 'g++', 'clang++'].filter((each) => each !== undefined && each !== '');
  for (const candidate of candidates as string[]) {
    if ((await run(candidate, ['--version'])).status === 0) return candidate;
  }
  throw new EngineUnavailable(
    name,
    `a C++ compiler is needed, found none of ${candidates.join(', ')}`,
    'Install one (on Debian: apt-get install g++)',
  );
}

/**
 * Compiles the addon out of the npm package's own sources against TensorFlow's library; neither node-gyp nor a CUDA toolkit
 * takes part. The addon looks for the library where it lies now; the library looks for CUDA's beside itself, as PyPI's wheels
 * lie.
 *
 * @param folder of the npm package; the addon goes into it, where the package looks for it
 * @param tensorflow folder of the Python package
 * @throws EngineUnavailable with the compiler's first error
 */
export async function buildAddon(
  name: TfjsNodeName,
  folder: string,
  tensorflow: string,
  compiler: string,
): Promise<void> {
  // node-pre-gyp, which the package finds its addon with, takes the highest version of Node-API both sides know.
  const { binary } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    binary: { napi_versions: number[] };
  };
  const version = Math.max(...binary.napi_versions.filter((each) => each <= Number(process.versions['napi'])));
  const nodeApi = dirname(createRequire(import.meta.url).resolve('node-api-headers/package.json'));
  const target = join(folder, 'lib', `napi-v${version}`);
  await mkdir(target, { recursive: true });
  const { stderr, status } = await run(compiler, [
    ...['-std=c++17', '-O2', '-shared', '-fPIC', '-w', `-DNAPI_VERSION=${version}`],
    ...[folder, join(tensorflow, 'include'), join(nodeApi, 'include')].map((path) => `-I${path}`),
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(folder, 'binding', file)),
    ...[`-L${tensorflow}`, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2', `-Wl,-rpath,${tensorflow}`],
    ...['-o', join(target, 'tfjs_binding.node')],
  ]);
  if (status === 0) return;
  const cause = stderr.split('\n').find((line) => /error/i.test(line)) ?? `status ${status}`;
  throw new EngineUnavailable(
    name,
    `${compiler} could not build the addon (${cause.trim()})`,
    'Try another compiler: CXX=',
  );
}
