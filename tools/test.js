import { installIfMissing, run } from './install.js';

installIfMissing();
run('npx', ['vitest', 'run', '--config', 'tools/test/vitest.config.ts', ...process.argv.slice(2)]);
