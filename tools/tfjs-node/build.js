/**
 * Builds the addon of @tensorflow/tfjs-node against the TensorFlow inside PyPI's tensorflow-cpu wheel, for machines that
 * reach npm and PyPI but not the storage host that tfjs-node's own installation downloads from. See tools/engines/README.md.
 *
 *     npm install --no-save --ignore-scripts @tensorflow/tfjs-node@4.22.0
 *     node tools/tfjs-node/build.js FOLDER [--tensorflow 2.21.0] [--python python3] [--cxx g++]
 *
 * FOLDER takes the libraries (900 MB) and must stay: the addon loads them from there.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tensorflow: { type: 'string', default: '2.21.0' },
    python: { type: 'string', default: 'python3' },
    cxx: { type: 'string', default: 'g++' },
  },
});
if (positionals.length !== 1) {
  console.error('usage: node tools/tfjs-node/build.js FOLDER [--tensorflow 2.21.0] [--python python3] [--cxx g++]');
  process.exit(2);
}
const folder = resolve(positionals[0]);

const require = createRequire(import.meta.url);
const locate = (name, cure) => {
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    console.error(`${name} is not installed. Install it: ${cure}`);
    return process.exit(3);
  }
};
const tfjsNode = locate('@tensorflow/tfjs-node', 'npm install --no-save --ignore-scripts @tensorflow/tfjs-node@4.22.0');
const nodeApi = locate('node-api-headers', 'npm ci');

/** Unpacks the C API's libraries and the headers out of the wheel, which is a zip file. */
const unpack = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    for name in wheel.namelist():
        header = name.startswith(('tensorflow/include/tensorflow/', 'tensorflow/include/xla/', 'tensorflow/include/tsl/'))
        library = name in ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2')
        if library or header and name.endswith('.h'):
            wheel.extract(name, sys.argv[2])
`;
const libraries = join(folder, 'tensorflow');
if (!existsSync(join(libraries, 'libtensorflow_cc.so.2'))) {
  mkdirSync(folder, { recursive: true });
  const wanted = `tensorflow-cpu==${options.tensorflow}`;
  const download = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--dest', folder, wanted];
  execFileSync(options.python, download, { stdio: 'inherit' });
  const wheel = readdirSync(folder).find((name) => name.startsWith(`tensorflow_cpu-${options.tensorflow}-`));
  if (!wheel) throw new Error(`expected pip to leave a wheel of ${wanted} in ${folder}, found none`);
  execFileSync(options.python, ['-c', unpack, join(folder, wheel), folder], { stdio: 'inherit' });
}

// node-pre-gyp, which tfjs-node finds its addon with, takes the highest version of Node-API both sides know.
const { binary } = JSON.parse(readFileSync(join(tfjsNode, 'package.json'), 'utf8'));
const version = Math.max(...binary.napi_versions.filter((each) => each <= Number(process.versions.napi)));
const target = join(tfjsNode, 'lib', `napi-v${version}`);
mkdirSync(target, { recursive: true });
const addon = join(target, 'tfjs_binding.node');
const compile = [
  ...['-std=c++17', '-O2', '-shared', '-fPIC', '-w', `-DNAPI_VERSION=${version}`],
  ...[tfjsNode, join(folder, 'tensorflow', 'include'), join(nodeApi, 'include')].map((path) => `-I${path}`),
  ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(tfjsNode, 'binding', name)),
  ...[`-L${libraries}`, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2', `-Wl,-rpath,${libraries}`],
  ...['-o', addon],
];
execFileSync(options.cxx, compile, { stdio: 'inherit' });
console.log(`built ${addon} against tensorflow-cpu ${options.tensorflow} in ${libraries}`);
