import { vi } from 'vitest';
import { createProgram } from '../program.ts';

/** Runs a command line of braingen's in this process; what it writes is caught until mocks are restored. */
export async function runCommand(...args: string[]): Promise<{ status: unknown; said: string; out: string }> {
  let [said, out] = ['', ''];
  vi.spyOn(process.stderr, 'write').mockImplementation((piece) => {
    said += String(piece);
    return true;
  });
  vi.spyOn(process.stdout, 'write').mockImplementation((piece) => {
    out += String(piece);
    return true;
  });
  await createProgram().parseAsync(args, { from: 'user' });
  return { status: process.exitCode, said, out };
}
