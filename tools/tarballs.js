import { mkdir, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { listLibraries, packLibraries, readPackage } from './check-packages/pack.js';
import { installIfMissing, root, run } from './install.js';

// Packs every library and the program, built, for whoever wants to use them before they are on npm.
installIfMissing();
run('npx', ['nx', 'run-many', '-t', 'build', '--outputStyle=static']);

const folder = resolve(process.argv[2] ?? join(root, 'tarballs'));
await mkdir(folder, { recursive: true });
// npm would install an older version that still lies there beside the new one.
const older = (await readdir(folder)).filter((name) => /^braingen-.*\.tgz$/.test(name));
await Promise.all(older.map((name) => rm(join(folder, name))));

const packages = [...listLibraries(), readPackage(join(root, 'apps', 'braingen'))];
const tarballs = await packLibraries(packages, packages, folder);
const size = [...tarballs.values()].reduce((sum, tarball) => sum + tarball.size, 0);
process.stdout.write(`${tarballs.size} packages, ${(size / 1e6).toFixed(1)} MB, in ${folder}\n`);
process.stdout.write(`Install all of them together:  npm install ${join(folder, '*.tgz')}\n`);
