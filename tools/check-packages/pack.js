import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../install.js';
import { mustRun } from './command.js';

/** The package in a folder: { name, folder, manifest, native }. */
export function readPackage(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { name: manifest.name, folder, manifest, native: isNative(manifest) };
}

/** Every library of the repository, libs/LAYER/NAME. */
export function listLibraries() {
  const inside = (folder) => readdirSync(folder).map((name) => join(folder, name));
  return inside(join(root, 'libs'))
    .flatMap(inside)
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map(readPackage);
}

/** A library and all of the repository's that it needs or is made for. */
export function withDependencies(library, libraries, found = new Set()) {
  if (!found.has(library)) {
    found.add(library);
    const { dependencies, peerDependencies } = library.manifest;
    for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
      const needed = libraries.find((other) => other.name === name);
      if (needed) withDependencies(needed, libraries, found);
    }
  }
  return found;
}

/** With these every example may make its data. */
export const dataMakers = ['@braingen/volume', '@braingen/phantom'];

/** Packs the chosen libraries and what they need into a folder; returns tarballs by name, each { path, size }. */
export async function packLibraries(libraries, chosen, destination) {
  await mkdir(destination, { recursive: true });
  const needed = new Set(chosen.flatMap((library) => [...withDependencies(library, libraries)]));
  for (const name of dataMakers) needed.add(libraries.find((library) => library.name === name));
  const pack = async (library) => {
    if (!existsSync(join(library.folder, 'dist'))) {
      throw new Error(`${library.name}: expected a build in ${library.folder}/dist, found none: npm run build`);
    }
    const printed = await mustRun('npm', ['pack', '--json', '--silent', '--pack-destination', destination], {
      cwd: library.folder,
    });
    const [{ filename, size, files }] = JSON.parse(printed.slice(printed.indexOf('[')));
    for (const expected of library.manifest.files.filter((name) => name.includes('.') || /^[A-Z]+$/.test(name))) {
      if (!files.some(({ path }) => path === expected))
        throw new Error(`${library.name}: expected ${expected} in the package, found none`);
    }
    return [library.name, { path: join(destination, filename), size }];
  };
  // npm takes its time to start: four at once.
  const queue = [...needed].map((library, index) => ({ library, index }));
  const packed = [];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) packed[next.index] = await pack(next.library);
  };
  await Promise.all([work(), work(), work(), work()]);
  return new Map(packed);
}

/** Whether a package cannot run in a browser: it builds something at its installation, or says so by a tag. */
function isNative({ scripts, nx }) {
  return scripts?.install !== undefined || (nx?.tags ?? []).includes('platform:node');
}
