import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { interruptible } from './interruption.ts';

test.each(['SIGTERM', 'SIGHUP', 'SIGUSR2'] as const)('%s asks for the safe point, more than once too', (name) => {
  const { signal, release } = interruptible();
  process.emit(name, name);
  process.emit(name, name);
  process.emit('SIGINT', 'SIGINT');
  expect(signal.aborted).toBe(true);
  expect((signal.reason as Error).message).toBe(`stopped by ${name}`);
  release();
  expect(process.listeners(name)).toEqual([]);
});

const program = `
import { interruptible } from ${JSON.stringify(fileURLToPath(new URL('interruption.ts', import.meta.url)))};
const { signal } = interruptible();
const alive = setInterval(() => process.stdout.write('on\\n'), 20);
signal.addEventListener('abort', () => { clearInterval(alive); process.exitCode = 85; });
`;

function start(env: Record<string, string>): ChildProcess {
  const jiti = fileURLToPath(new URL('../../../node_modules/jiti/lib/jiti-register.mjs', import.meta.url));
  const args = ['--import', jiti, '--input-type=module', '-e', program];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
}

test('output that nobody reads ends no command', async () => {
  const child = start({});
  await once(child.stdout!, 'data');
  child.stdout!.destroy();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(child.exitCode).toBeNull();
  child.kill('SIGHUP');
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(85);
});
