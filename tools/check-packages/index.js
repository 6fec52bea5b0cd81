#!/usr/bin/env node
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleForBrowser } from './bundle.js';
import { checkDocumentation } from './documentation.js';
import { runExamples, typeCheckExamples } from './example.js';
import { checkManifest } from './manifest.js';
import { installNode } from './node-versions.js';
import { listLibraries, packLibraries } from './pack.js';
import { createProject } from './project.js';
import { requireEntries } from './require.js';

const help = `Checks every library as its users get it.

Usage: node tools/check-packages/index.js [options] [NAME...]

Checks each library's manifest, packs it (npm pack), installs it into an empty project, type-checks and runs the TypeScript
examples of its README, loads its entry points from CommonJS, and bundles it for a browser unless it has native parts or
the tag platform:node.
Build first: npm run build.

NAME            only these, such as volume or @braingen/volume; 'documentation' for the examples of apps/docs, which are
                compiled and run in one project with all packages
--node LIST     run the examples on these versions of Node as well, from npm's package 'node', such as 20,22,24
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
  const documentation = positionals.length === 0 || positionals.includes('documentation');
  const unknown = wanted.filter((name) => !libraries.some((library) => library.name === name));
  if (unknown.length > 0) {
    process.stderr.write(`expected names of libraries, found ${unknown.join(', ')}\n`);
    process.exit(2);
  }
  const chosen = libraries.filter(({ name }) => positionals.length === 0 || wanted.includes(name));
  const nodes = [{ version: process.versions.node, path: process.execPath }];
  for (const version of (values.node ?? '').split(',').filter(Boolean)) nodes.push(await installNode(folder, version));
  const packed = documentation ? libraries : chosen;
  const tarballs = await packLibraries(libraries, packed, join(folder, 'tarballs'));
  let passed = true;
  for (const library of chosen) {
    passed = report(library.name, await check(library, { libraries, tarballs, nodes, folder })) && passed;
  }
  if (documentation) passed = report('documentation', await checkDocumentation(tarballs, nodes, folder)) && passed;
  return passed;
}

/** Prints the steps of one check; whether all of them passed. */
function report(name, results) {
  const failed = results.filter(({ error }) => error !== undefined);
  const line = results.map(
    ({ step, error, note }) => `${error === undefined ? 'ok' : 'FAILED'} ${step}${note ? ` (${note})` : ''}`,
  );
  process.stdout.write(`${name}: ${line.join(', ')}\n`);
  for (const { step, error } of failed)
    process.stdout.write(`  ${step}: ${error.trimEnd().replaceAll('\n', '\n    ')}\n`);
  return failed.length === 0;
}

/** The steps of one library, each { step, note?, error? }; a project that cannot be made ends them. */
async function check(library, { libraries, tarballs, nodes, folder }) {
  const installed = await createProject(library, libraries, tarballs, folder);
  const results = [checkManifest(library), { step: 'install', note: installed.note, error: installed.error }];
  if (installed.error !== undefined) return results;
  const types = await typeCheckExamples(library, installed.project);
  results.push({ step: 'types', note: types.note, error: types.error });
  if (types.error === undefined) {
    for (const node of nodes) results.push(await runExamples(types.programs, installed.project, node));
  }
  for (const node of nodes) results.push(await requireEntries(library, installed.project, node));
  if (!library.native) results.push(await bundleForBrowser(library, installed.project));
  return results;
}
