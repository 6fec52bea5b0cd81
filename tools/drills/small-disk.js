// A disk that is full when a drill says so: a small file system in memory, for which Linux asks for root.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';

/** Calls `use` with a folder on a disk of 4 MB. @returns what it returns, or a word on why there is no such disk */
export async function onSmallDisk(folder, use) {
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    return `not tried: ${error.stderr?.toString().trim() || error.message}`;
  }
  try {
    return await use(folder);
  } finally {
    execFileSync('umount', [folder]);
  }
}

/** Takes all that is left with a file of this name. */
export function fill(path) {
  for (let size = 2 ** 20; size >= 1; size = Math.floor(size / 2)) {
    try {
      for (;;) writeFileSync(path, new Uint8Array(size), { flag: 'a' });
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error;
    }
  }
}
