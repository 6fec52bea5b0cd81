import { installIfMissing, root, run } from './install.js';

/** Where the runner leaves its own report; .ci/run reads its counts. */
export const reportFile = `${root}/node_modules/.cache/braingen/test-report.json`;

installIfMissing();
run('npx', [
  'vitest',
  'run',
  '--config=tools/test/vitest.config.ts',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reportFile}`,
  ...process.argv.slice(2),
]);
