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
