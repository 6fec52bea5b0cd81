import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { identityAffine, Volume } from '../index.ts';
import { readVolume, writeVolume } from '../node.ts';

test.each(['a.nii', 'a.nii.gz'])('%s: reading can be stopped', async (name) => {
  const path = join(await mkdtemp(join(tmpdir(), 'braingen-read-')), name);
  await writeVolume(path, Volume.zeros({ shape: [8, 8, 8], affine: identityAffine }));
  const controller = new AbortController();
  const { signal } = controller;
  await expect(readVolume(path, { signal })).resolves.toMatchObject({ shape: [8, 8, 8] });
  const reading = readVolume(path, { signal });
  controller.abort(new Error('no longer wanted'));
  await expect(reading).rejects.toThrow('no longer wanted');
});
