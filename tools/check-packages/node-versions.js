import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mustRun } from './command.js';

/** A version of Node, from npm's package of that name, in a folder of its own. */
export async function installNode(folder, version) {
  const home = join(folder, `node-${version}`);
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'package.json'), JSON.stringify({ private: true }));
  await mustRun('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', `node@${version}`], { cwd: home });
  const path = join(home, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return { version: (await mustRun(path, ['-p', 'process.versions.node'])).trim(), path };
}
