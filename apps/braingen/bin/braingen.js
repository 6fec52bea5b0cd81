#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const program = new URL('../dist/main.js', import.meta.url);

// The published package is built; a clone is not until it is first used.
if (!existsSync(program)) {
  process.stderr.write('braingen: building the packages first, once\n');
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const build = spawnSync('npm', ['run', '--silent', 'build', '--', '--outputStyle=static'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, BRAINGEN_DECLARATIONS: 'none' },
    shell: process.platform === 'win32',
  });
  if (build.status !== 0) {
    process.stderr.write(
      `${build.stdout ?? ''}${build.stderr ?? ''}braingen: the build failed; run npm ci, then npm run build\n`,
    );
    process.exit(3);
  }
}

await import(program.href);
