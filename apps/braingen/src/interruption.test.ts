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

test('output that nobody reads any more ends no command', () => {
  const { signal, release } = interruptible();
  const failing = (code: string) => (): boolean =>
    process.stderr.emit('error', Object.assign(new Error(`write ${code}`), { code }));
  for (const code of ['EPIPE', 'EIO', 'ENOSPC']) expect(failing(code)).not.toThrow();
  expect(failing('EINVAL')).toThrow('EINVAL');
  expect(signal.aborted).toBe(false);
  release();
});
