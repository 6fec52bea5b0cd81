import { installIfMissing, run } from './install.js';

installIfMissing();
run('npx', ['nx', 'run-many', '-t', 'build', '--outputStyle=static']);
run(process.execPath, ['apps/braingen/bin/braingen.js', 'run', ...process.argv.slice(2)]);
