import { afterEach, expect, test, vi } from 'vitest';
import { createTerminal } from './terminal.ts';

afterEach(() => vi.restoreAllMocks());

test('what a file holds cannot command the terminal', () => {
  let said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((piece) => {
    said += String(piece);
    return true;
  });
  createTerminal({ json: true }).warn('sub-01: \u001b]0;title\u0007 \u009b2J\ttab \u00e9');
  expect(said).toBe('warning: sub-01: \ufffd]0;title\ufffd \ufffd2J\ttab \u00e9\n');
});
