// Runs the kernels' tests with the addon built under AddressSanitizer and UndefinedBehaviorSanitizer (gcc or clang with
// their libraries): node tools/sanitize/kernels.js [TEST FILES]. The package is copied first, so that the addon in use
// stays as it is. WebAssembly's half of the tests runs too, unsanitized: there memory has bounds of its own.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const compiler = process.env.CC ?? 'gcc';
const flags = '-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -g -O1';

const folder = mkdtempSync(join(tmpdir(), 'braingen-sanitize-'));
const copy = join(folder, 'libs/core/kernels');
let status = 1;
try {
  for (const name of readdirSync(root)) {
    if (['node_modules', 'tools', 'tsconfig.base.json', 'package.json'].includes(name)) {
      symlinkSync(join(root, name), join(folder, name));
    }
  }
  cpSync(join(root, 'libs/core/kernels'), copy, {
    recursive: true,
    filter: (path) => !/\/(build|dist|node_modules)$/.test(path),
  });
  execFileSync('node', ['scripts/build-native.js'], {
    cwd: copy,
    stdio: 'inherit',
    env: { ...process.env, CC: compiler, BRAINGEN_CFLAGS: flags },
  });
  const library = execFileSync(compiler, ['-print-file-name=libasan.so'], { encoding: 'utf8' }).trim();
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const config = join(root, 'tools/test/vitest.config.ts');
  const files = process.argv.slice(2);
  ({ status } = spawnSync('node', [vitest, 'run', '--config', config, '--root', folder, '--dir', copy, ...files], {
    cwd: folder,
    stdio: 'inherit',
    env: {
      ...process.env,
      LD_PRELOAD: library,
      // Node keeps memory to its end; a kernel that asks for too much gets none, as without the sanitizer.
      ASAN_OPTIONS: 'detect_leaks=0:allocator_may_return_null=1',
      UBSAN_OPTIONS: 'print_stacktrace=1',
    },
  }));
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = status ?? 1;
