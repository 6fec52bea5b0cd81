import { afterEach, beforeEach, expect, test } from 'vitest';
import { outliveLostOutput } from './lost-output.ts';

const before = process.stderr.listeners('error');
beforeEach(outliveLostOutput);
afterEach(() => {
  for (const output of [process.stdout, process.stderr]) {
    for (const listener of output.listeners('error')) {
      if (!before.includes(listener)) output.off('error', listener as (error: Error) => void);
    }
  }
});

const failing = (code: string) => (): boolean =>
  process.stderr.emit('error', Object.assign(new Error(`write ${code}`), { code }));

test.each(['EPIPE', 'EIO', 'ENOSPC', 'EBADF'])('a terminal that is gone or full (%s) ends nothing', (code) => {
  expect(failing(code)).not.toThrow();
});

test('another error of the output does', () => {
  expect(failing('EINVAL')).toThrow('EINVAL');
});
