import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../install.js';
import { run } from './command.js';
import { strayImports } from './imports.js';
import { dataMakers, withDependencies } from './pack.js';

const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');

/**
 * Writes a README's ```ts blocks into a folder of the project, one module each: { files } or { error }. They may import the
 * library with all that comes with it, and what makes data.
 */
export async function writeExamples(library, libraries, project) {
  const readme = await readFile(join(project, 'node_modules', library.name, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code]) => code);
  if (blocks.length === 0) return { error: 'expected an example in a ```ts block of README.md, found none' };
  const allowed = [...dataMakers, ...[...withDependencies(library, libraries)].map(({ name }) => name)];
  const strays = blocks.flatMap((code) => strayImports(code, allowed));
  if (strays.length > 0)
    return { error: `expected examples that import what comes with it, found ${strays.join(', ')}` };
  const folder = library.name.replace('@braingen/', '');
  await mkdir(join(project, folder), { recursive: true });
  const files = blocks.map((_, index) => `${folder}/example-${index + 1}.ts`);
  await Promise.all(files.map((name, index) => writeFile(join(project, name), blocks[index])));
  return { files };
}

/** Compiles programs in a project under strict settings: { note, errors }. */
export async function compile(files, project, options = {}) {
  const compilerOptions = {
    target: 'ES2022',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    module: 'NodeNext',
    strict: true,
    skipLibCheck: false,
    // An example may use Node's own modules; its types come with this repository.
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
    ...options,
  };
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  const { output } = await run(process.execPath, [compiler, '-p', '.'], { cwd: project });
  const { ours, foreign } = sortErrors(output);
  return { note: foreign > 0 ? `${foreign} errors in TensorFlow.js' own` : '', errors: ours };
}

/**
 * The compiler's errors: the text of ours, and how many lie in TensorFlow.js' declarations, which no released version of it
 * keeps compatible with a present TypeScript (its classes contradict their index signatures, and it declares WebGPU anew
 * beside TypeScript's own library). Whoever checks libraries' types has to leave them out.
 */
function sortErrors(output) {
  const errors = output.split(/\n(?=\S)/).filter((text) => text.trim() !== '');
  const ours = errors.filter(
    (text) => !/^\S*(@tensorflow\/tfjs|@webgpu\/types|typescript\/lib)\S*\(\d+,\d+\): error/.test(text),
  );
  return { ours, foreign: errors.length - ours.length };
}

/**
 * Runs a library's programs one after the other on one version of Node; each must end well and print something. They share a
 * folder, which each version has for itself: an example goes on with what those before it wrote.
 */
export async function runExamples(programs, folder, { version, path }, timeout = 600_000) {
  const step = `node ${version}`;
  const start = performance.now();
  const cwd = join(folder, version);
  await mkdir(cwd, { recursive: true });
  for (const program of programs) {
    const { status, output } = await run(path, [program], { cwd, timeout });
    if (status !== 0) return { step, error: `${program} ended with status ${status}:\n${output}` };
    if (output.trim() === '') return { step, error: `${program}: expected it to print something, found nothing` };
  }
  return { step, note: `${((performance.now() - start) / 1000).toFixed(1)} s` };
}
