import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selectSteps } from '@braingen/chain';
import { createRandom, identityAffine, Volume } from '@braingen/volume';
import { writeVolume } from '@braingen/volume/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSettings, type SettingsFiles } from '@braingen/chain/node';
import { ownGenerator } from '../description.ts';
import type { Scan } from '../find-scans.ts';
import type { ScanOutcome } from '../take-scan.ts';
import { bundleWorker } from './bundle-worker.test-data.ts';
import { takeScans } from './take-scans.ts';

let folder: string;
let program: string;
let scans: Scan[];

beforeAll(async () => {
  program = await bundleWorker();
  folder = await mkdtemp(join(tmpdir(), 'braingen-scans-'));
  const random = createRandom('scans');
  scans = [1, 2, 3, 4].map((n) => ({
    ...{ name: `sub-0${n}`, participant: `0${n}`, folder: `sub-0${n}/anat` },
    path: join(folder, `sub-0${n}_T1w.nii.gz`),
  }));
  for (const { path } of scans) {
    const voxels = Float32Array.from({ length: 16 ** 3 }, () => 100 + 10 * random.normal());
    await writeVolume(path, new Volume(voxels, { shape: [16, 16, 16], affine: identityAffine }));
  }
  await writeFile(scans[1].path, 'no image');
});
afterAll(() => rm(program));

async function take(output: string, jobs: number): Promise<ScanOutcome[]> {
  const settings: SettingsFiles = { shape: [8, 8, 8] };
  return takeScans(scans, join(folder, output), {
    steps: selectSteps(['normalize', 'resize']),
    settings: await openSettings(settings),
    processes: { count: jobs, program, threads: 2, settings },
    ...{ generator: ownGenerator, settingsHash: 'hash', keepSteps: true },
  });
}

/** All that a folder holds but the times in sidecars. */
async function content(output: string): Promise<Map<string, string>> {
  const files = await readdir(join(folder, output), { recursive: true, withFileTypes: true });
  const read = files
    .filter((file) => file.isFile())
    .map(async ({ name, parentPath }) => {
      const bytes = await readFile(join(parentPath, name));
      return [name, bytes.toString('base64')] as const;
    });
  return new Map((await Promise.all(read)).filter(([name]) => !name.endsWith('_desc-preproc_T1w.json')).sort());
}

test('several heads at once leave what one after the other leaves; one that fails ends no other', async () => {
  const one = await take('one', 1);
  const several = await take('several', 3);
  expect(several.map(({ status }) => status)).toEqual(['done', 'failed', 'done', 'done']);
  expect(several.map(({ scan, status, error }) => ({ scan, status, error }))).toEqual(
    one.map(({ scan, status, error }) => ({ scan, status, error })),
  );
  expect(await content('several')).toEqual(await content('one'));
});

test('a link that leads out of the output ends all of them', async () => {
  await mkdir(join(folder, 'linked'));
  await symlink(tmpdir(), join(folder, 'linked/sub-03'));
  await expect(take('linked', 2)).rejects.toThrow('expected a path inside');
  expect([...(await content('linked')).keys()].filter((name) => name.endsWith('_error.json'))).toEqual(
    expect.not.arrayContaining(['sub-03_desc-preproc_error.json', 'sub-04_desc-preproc_error.json']),
  );
});
