#!/usr/bin/env node
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleForBrowser } from './bundle.js';
import { copyGuides, runGuides } from './documentation.js';
import { compile, runExamples, writeExamples } from './example.js';
import { checkImports } from './imports.js';
import { checkManifest } from './manifest.js';
import { installNode } from './node-versions.js';
import { listLibraries, packLibraries } from './pack.js';
import { createProject } from './project.js';
import { requireEntries } from './require.js';

const help = `Checks every library as its users get it.

Usage: node tools/check-packages/index.js [options] [NAME...]

Checks each library's manifest, packs it (npm pack), installs all of them into one empty project, and there: checks that each
imports only what its manifest asks for, type-checks and runs the TypeScript examples of its README and the documentation's,
loads all entry points from CommonJS, and bundles each library for a browser unless it has native parts or the tag
platform:node.
Build first: npm run build.

NAME            only these and what they need, such as volume or @braingen/volume; 'documentation' for the examples of apps/docs,
                which need all
--node LIST     run the examples on these versions of Node as well, from npm's package 'node', such as 22,24
--keep          leave the projects where they were made, and say where
--help          this text

Exit status: 0 all passed, 1 something failed, 2 wrong usage.
`;

const { values, positionals } = readArguments();
if (values.help) {
  process.stdout.write(help);
} else {
  const folder = await mkdtemp(join(tmpdir(), 'braingen-packages-'));
  try {
    process.exitCode = (await checkAll(folder)) ? 0 : 1;
  } finally {
    if (values.keep) process.stdout.write(`kept ${folder}\n`);
    else await rm(folder, { recursive: true, force: true });
  }
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { node: { type: 'string' }, keep: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${help}`);
    process.exit(2);
  }
}

async function checkAll(folder) {
  const libraries = listLibraries();
  const wanted = positionals
    .filter((name) => name !== 'documentation')
    .map((name) => (name.startsWith('@') ? name : `@braingen/${name}`));
  const unknown = wanted.filter((name) => !libraries.some((library) => library.name === name));
  if (unknown.length > 0) {
    process.stderr.write(`expected names of libraries, found ${unknown.join(', ')}\n`);
    process.exit(2);
  }
  const documentation = positionals.length === 0 || positionals.includes('documentation');
  const chosen = libraries.filter(({ name }) => positionals.length === 0 || wanted.includes(name));
  const nodes = [{ version: process.versions.node, path: process.execPath }];
  for (const version of (values.node ?? '').split(',').filter(Boolean)) nodes.push(await installNode(folder, version));

  const tarballs = await packLibraries(libraries, documentation ? libraries : chosen, join(folder, 'tarballs'));
  const project = join(folder, 'project');
  if (!report('all', [await createProject(tarballs, project)])) return false;
  return checkProject({ libraries, chosen, documentation, tarballs, nodes, project });
}

/** What is checked in the project with all libraries installed; whether all of it passed. */
async function checkProject({ libraries, chosen, documentation, tarballs, nodes, project }) {
  const examples = new Map();
  for (const library of chosen) examples.set(library, await writeExamples(library, libraries, project));
  const guides = documentation ? await copyGuides(project) : { files: [] };

  const files = [...[...examples.values()].flatMap((each) => each.files ?? []), ...(guides.files ?? [])];
  // Compiled elsewhere, since the guides are JavaScript: a compiler does not write over what it reads.
  const options = { allowJs: true, checkJs: true, rootDir: '.', outDir: 'compiled' };
  const { note, errors } = await compile(files, project, options);
  const loaded = [{ step: 'types', note, error: errors.length > 0 ? errors.join('\n') : undefined }];
  for (const node of nodes) loaded.push(await requireEntries(chosen, project, node));
  let passed = report('all', loaded);

  for (const library of chosen) {
    const { files: programs = [], error } = examples.get(library);
    const size = `${Math.round(tarballs.get(library.name).size / 1024)} kB packed`;
    const results = [{ ...checkManifest(library), note: size }, checkImports(library, project)];
    if (error !== undefined) results.push({ step: 'examples', error });
    const compiled = programs.map((name) => join(project, 'compiled', name.replace(/\.ts$/, '.js')));
    const home = join(project, library.name.replace('@braingen/', ''));
    for (const node of programs.length > 0 ? nodes : []) results.push(await runExamples(compiled, home, node));
    if (!library.native) results.push(await bundleForBrowser(library, project));
    passed = report(library.name, results) && passed;
  }
  if (!documentation) return passed;
  const results = guides.error === undefined ? [] : [{ step: 'examples', error: guides.error }];
  for (const node of guides.error === undefined ? nodes : []) results.push(await runGuides(project, node));
  return report('documentation', results) && passed;
}

/** Prints the steps of one check; whether all of them passed. */
function report(name, results) {
  const failed = results.filter(({ error }) => error !== undefined);
  const line = results.map(
    ({ step, error, note }) => `${error === undefined ? 'ok' : 'FAILED'} ${step}${note ? ` (${note})` : ''}`,
  );
  const seconds = Math.round(performance.now() / 1000);
  process.stdout.write(`${seconds} s ${name}: ${line.join(', ')}\n`);
  for (const { step, error } of failed)
    process.stdout.write(`  ${step}: ${error.trimEnd().replaceAll('\n', '\n    ')}\n`);
  return failed.length === 0;
}
