import { mkdir, writeFile } from 'node:fs/promises';
import { run } from './command.js';

/**
 * An empty project with libraries installed from their tarballs by one command, as the README has its readers do. One serves all
 * checks: what a library may import is read from its files (imports.js), not found out by leaving packages out.
 */
export async function createProject(tarballs, project) {
  await mkdir(project, { recursive: true });
  await writeFile(`${project}/package.json`, JSON.stringify({ name: 'empty', private: true, type: 'module' }));
  const paths = [...tarballs.values()].map(({ path }) => path);
  const { status, output } = await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...paths], {
    cwd: project,
  });
  return { step: 'install', note: `${paths.length} tarballs`, error: status === 0 ? undefined : output };
}
