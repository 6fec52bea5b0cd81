import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../install.js';
import { run } from './command.js';
import { compile } from './example.js';
import { installTarballs } from './project.js';

/** The programs of the guides in an order in which each finds what those before it wrote. */
const programs = [
  'preprocess-head.mjs',
  'train.mjs',
  'sample.mjs',
  'straight.test.mjs',
  'sample-straight.mjs',
  'evaluate.mjs',
  'monai-checkpoint.mjs',
];
/** What they import. */
const modules = ['straight.mjs', 'brightness.mjs'];

/** Compiles and runs the documentation's examples in an empty project with all packages from their tarballs. */
export async function checkDocumentation(tarballs, nodes, folder) {
  const examples = join(root, 'apps', 'docs', 'examples');
  const forgotten = (await readdir(examples)).filter((name) => ![...programs, ...modules].includes(name));
  if (forgotten.length > 0)
    return [{ step: 'examples', error: `expected every example in documentation.js, found ${forgotten} beside` }];
  const project = join(folder, 'documentation');
  await mkdir(project, { recursive: true });
  const installed = await installTarballs([...tarballs.values()], project);
  if (installed.error !== undefined) return [{ step: 'install', error: installed.error }];
  await Promise.all([...programs, ...modules].map((name) => copyFile(join(examples, name), join(project, name))));
  const types = await compile([...programs, ...modules], project, { allowJs: true, checkJs: true, noEmit: true });
  const results = [{ step: 'types', note: types.note, error: types.error }];
  for (const node of nodes) results.push(await runInOrder(project, node));
  return results;
}

async function runInOrder(project, { version, path }) {
  const step = `node ${version}`;
  const start = performance.now();
  for (const program of programs) {
    const { status, output } = await run(path, [program], { cwd: project, timeout: 300_000 });
    if (status !== 0) return { step, error: `${program} ended with status ${status}:\n${output}` };
    if (output.trim() === '') return { step, error: `${program}: expected it to print something, found nothing` };
  }
  return { step, note: `${((performance.now() - start) / 1000).toFixed(1)} s` };
}
