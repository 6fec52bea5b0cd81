import { mkdtemp, readdir, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { removeLeftovers, writeBeside } from './temporary.ts';

test('what a killed process left is removed, what one is writing is not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'braingen-leftovers-'));
  const long = new Date(Date.now() - 3_600_000);
  const old = ['a.nii.gz', '.a.nii.gz', '.notes.tmp', '.a.nii.gz.0123456789ab.tmp', '.b.json.aaaaaaaaaaaa.tmp'];
  for (const name of old) {
    await writeFile(join(folder, name), '');
    await utimes(join(folder, name), long, long);
  }
  await writeBeside(join(folder, 'c'), async (temporary) => {
    await writeFile(temporary, 'c');
    await removeLeftovers(folder);
  });
  expect((await readdir(folder)).sort()).toEqual(['.a.nii.gz', '.notes.tmp', 'a.nii.gz', 'c']);
  await removeLeftovers(join(folder, 'absent'));
});
