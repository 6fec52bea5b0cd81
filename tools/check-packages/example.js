import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../install.js';
import { run } from './command.js';

const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');

/** Writes a README's ```ts blocks into a project, one module each, and compiles them under strict settings. */
export async function typeCheckExamples(library, project) {
  const readme = await readFile(join(project, 'node_modules', library.name, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code]) => code);
  if (blocks.length === 0) return { error: 'expected an example in a ```ts block of README.md, found none' };
  const names = blocks.map((_, index) => `example-${index + 1}`);
  await Promise.all(names.map((name, index) => writeFile(join(project, `${name}.ts`), blocks[index])));
  const files = names.map((name) => `${name}.ts`);
  return { ...(await compile(files, project)), programs: names.map((name) => `${name}.js`) };
}

/** Compiles programs in a project under strict settings: { note } or { error }. */
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
  if (ours.length > 0) return { error: ours.join('\n') };
  return { note: foreign > 0 ? `${foreign} errors in TensorFlow.js' own` : '' };
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

/** Runs compiled examples on one version of Node; each must end well, print something and take no longer than a minute. */
export async function runExamples(programs, project, { version, path }) {
  const step = `node ${version}`;
  const start = performance.now();
  for (const program of programs) {
    const { status, output } = await run(path, [program], { cwd: project, timeout: 60_000 });
    if (status !== 0) return { step, error: `${program} ended with status ${status}:\n${output}` };
    if (output.trim() === '') return { step, error: `${program}: expected it to print something, found nothing` };
  }
  return { step, note: `${((performance.now() - start) / 1000).toFixed(1)} s` };
}
