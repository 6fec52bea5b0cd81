import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives a run of tests a temporary folder of its own, and removes it with whatever they left there. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'braingen-tests-'));
  // What os.tmpdir() reads: the first on POSIX, the others on Windows. Workers inherit them.
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
