import { installIfMissing, run } from './install.js';

installIfMissing();
run('npx', ['nx', 'build', 'braingen', '--outputStyle=static'], {
  env: { ...process.env, BRAINGEN_DECLARATIONS: 'none' },
});
run(process.execPath, ['apps/braingen/bin/braingen.js', 'run', ...process.argv.slice(2)]);
