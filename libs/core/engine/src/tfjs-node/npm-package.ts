import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EngineUnavailable } from '../engine.ts';
import type { TfjsNodeName } from './build-record.ts';
import { lastLine, run } from './run.ts';

/** It must be that of TensorFlow.js itself. */
const packageVersion = '4.22.0';

/**
 * Installs an npm package of TensorFlow.js into a folder of its own, without its installation script, which would download.
 *
 * @returns the package's folder
 * @throws EngineUnavailable where npm cannot
 */
export async function installPackage(name: TfjsNodeName, folder: string): Promise<string> {
  const home = join(folder, name);
  const installed = join(home, 'node_modules', '@tensorflow', name);
  const version = await readFile(join(installed, 'package.json'), 'utf8').then(
    (text) => (JSON.parse(text) as { version: string }).version,
    () => undefined,
  );
  if (version !== packageVersion) {
    await mkdir(home, { recursive: true });
    await writeFile(join(home, 'package.json'), '{ "private": true }\n');
    const wanted = `@tensorflow/${name}@${packageVersion}`;
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const { stderr, status } = await run('npm', ['install', ...flags, wanted], { cwd: home });
    if (status !== 0)
      throw new EngineUnavailable(
        name,
        `npm could not install ${wanted} (${lastLine(stderr)})`,
        "Reach npm's registry",
      );
  }
  // One TensorFlow.js in a process: its copy gives way to the one that the engine itself uses.
  const own = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs/package.json'));
  const copy = join(home, 'node_modules', '@tensorflow', 'tfjs');
  await rm(copy, { recursive: true, force: true });
  await symlink(own, copy);
  return installed;
}
