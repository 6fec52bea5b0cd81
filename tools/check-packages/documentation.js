import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../install.js';
import { runExamples } from './example.js';

/** The programs of the guides in an order in which each finds what those before it wrote. */
const programs = [
  'preprocess-head.mjs',
  'sample-base.mjs',
  'train.mjs',
  'sample.mjs',
  'straight.test.mjs',
  'sample-straight.mjs',
  'evaluate.mjs',
  'monai-checkpoint.mjs',
];
/** What they import. */
const modules = ['straight.mjs', 'brightness.mjs'];

/** Copies the documentation's examples into the project: { files } or { error }. */
export async function copyGuides(project) {
  const examples = join(root, 'apps', 'docs', 'examples');
  const forgotten = (await readdir(examples)).filter((name) => ![...programs, ...modules].includes(name));
  if (forgotten.length > 0)
    return { error: `expected every example in documentation.js, found ${forgotten.join(', ')} beside` };
  const files = [...programs, ...modules];
  await Promise.all(files.map((name) => copyFile(join(examples, name), join(project, name))));
  return { files };
}

export const runGuides = (project, node) =>
  runExamples(
    programs.map((name) => join(project, name)),
    join(project, 'guides'),
    node,
    900_000,
  );
