import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './command.js';
import { withDependencies } from './pack.js';

/**
 * An empty project with one library installed from its tarball, and @braingen/volume, with which an example may make its
 * data. The repository's other libraries come from tarballs too, but only those that the library says it needs.
 */
export async function createProject(library, libraries, tarballs, folder) {
  const project = join(folder, library.name.replace('@braingen/', ''));
  await mkdir(project, { recursive: true });
  const volume = libraries.find(({ name }) => name === '@braingen/volume');
  const needed = new Set([...withDependencies(library, libraries), volume]);
  const dependencies = Object.fromEntries([...needed].map(({ name }) => [name, `file:${tarballs.get(name).path}`]));
  const manifest = { name: 'empty', private: true, type: 'module', dependencies };
  await writeFile(join(project, 'package.json'), JSON.stringify(manifest, null, 2));
  const { status, output } = await npmInstall(project);
  const note = `${Math.round(tarballs.get(library.name).size / 1024)} kB packed`;
  return status === 0 ? { project, note } : { project, note, error: output };
}

/** Installs tarballs together in a folder, as the README has its readers do. */
export async function installTarballs(tarballs, project) {
  await writeFile(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const { status, output } = await npmInstall(project, ...tarballs.map(({ path }) => path));
  return status === 0 ? {} : { error: output };
}

function npmInstall(cwd, ...packages) {
  return run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...packages], { cwd });
}
