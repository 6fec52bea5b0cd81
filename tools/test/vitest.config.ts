import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Packages see each other's sources through this condition: no build is needed before a test.
const conditions = ['@braingen/source', 'module', 'node', 'development|production'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    environment: 'node',
    globalSetup: fileURLToPath(new URL('temporary-folder.ts', import.meta.url)),
    pool: 'forks',
    // Its own rule leaves a core free, which is half of the machine where there are two.
    maxWorkers: availableParallelism(),
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
