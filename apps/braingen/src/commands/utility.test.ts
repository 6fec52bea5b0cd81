import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, freezeAffine, identityAffine, Volume } from '@braingen/volume';
import { readVolume, writeVolume } from '@braingen/volume/node';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { runCommand } from './run-command.test-data.ts';

let folder: string;
const at = (...names: string[]): string => join(folder, ...names);
const affine = freezeAffine(identityAffine.map((row, i) => row.map((value) => (i < 3 ? 8 * value : value))));

/** A head whose first slice is the brighter the older it is. */
function head(seed: string, age: number): Volume {
  const random = createRandom(seed);
  const voxels = Float32Array.from({ length: 64 }, (_, i) => (i < 16 ? age / 100 : 0.5) + 0.02 * random.normal());
  return new Volume(voxels, { shape: [4, 4, 4], affine });
}

/** Nine people, the age of one unknown, and ten samples that know theirs. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-utility-'));
  await mkdir(at('real'));
  await mkdir(at('samples'));
  const rows = ['participant_id\tage'];
  for (let i = 1; i <= 9; i++) {
    await writeVolume(at('real', `sub-0${i}.nii.gz`), head(`sub-0${i}`, 20 + 5 * i));
    rows.push(`sub-0${i}\t${i === 5 ? 'n/a' : 20 + 5 * i}`);
  }
  await writeFile(at('real', 'participants.tsv'), rows.join('\n'));
  for (let i = 0; i < 10; i++) {
    await writeVolume(at('samples', `sample-000${i}.nii.gz`), head(`sample ${i}`, 20 + 6 * i));
    const sidecar = { Braingen: { condition: { age: 20 + 6 * i }, measures: {} } };
    await writeFile(at('samples', `sample-000${i}.json`), JSON.stringify(sidecar));
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

const utility = (...args: string[]) => runCommand('utility', at('real'), at('samples'), at('utility.json'), ...args);

test('what real, synthetic and both teach, on people that were held out', async () => {
  const { status, said, out } = await utility('--target', 'age', '--held-out', '02,04,06');
  expect(status).toBe(0);
  expect(said).toContain('1 training volumes are left out, of which age is not known: sub-05');
  expect(out).toContain('tested on 3 unseen people');
  const { task, n, learned } = JSON.parse(await readFile(at('utility.json'), 'utf8')) as {
    readonly task: string;
    readonly n: object;
    readonly learned: { readonly both: { readonly figures: readonly { readonly value: number }[] } };
  };
  expect([task, n]).toEqual(['number', { real: 5, synthetic: 10, unseen: 3 }]);
  expect(learned.both.figures[0]!.value).toBeLessThan(5);
  expect((await utility('--target', 'age', '--held-out', '02,04,06')).said).toContain('--force overwrites it');
});

test('nobody of that name, and a column that is not there, are named', async () => {
  const options = ['--force', '--held-out', '02,77', '--target'];
  expect((await utility(...options, 'age')).said).toMatch(/--held-out: expected names of real volumes.*found 77/);
  const { status, said } = await utility('--force', '--held-out', '02,03', '--target', 'iq');
  expect([status, said]).toEqual([2, expect.stringContaining('expected at least 2 training volumes, found 0')]);
});

test('segmentation by label maps, on people that were held out', async () => {
  await mkdir(at('maps'));
  for (const [set, name] of [
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => ['real', `sub-0${i}`]),
    ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) => ['samples', `sample-000${i}`]),
  ]) {
    const { voxels, ...grid } = await readVolume(at(set, `${name}.nii.gz`));
    const map = Uint8Array.from(voxels, (_, i) => (i < 16 ? 3 : 8));
    await writeVolume(at('maps', `${name}_dseg.nii.gz`), new Volume(map, grid), { labels: true });
  }
  const options = ['--force', '--held-out', '02,04,06', '--real-maps', at('maps')];
  const { status, said, out } = await utility(...options, '--synthetic-maps', at('maps'));
  expect(status).toBe(0);
  expect(said).toContain('1 volumes are left out, which have no label map there: sample-0009');
  expect(out).toMatch(/Dice of +real +synthetic +both\n3 .*\n8 .*\ntested on 3 unseen people/);
  const { task, labels, n, learned } = JSON.parse(await readFile(at('utility.json'), 'utf8')) as {
    readonly task: string;
    readonly labels: readonly number[];
    readonly n: object;
    readonly learned: { readonly both: { readonly figures: readonly { readonly value: number }[] } };
  };
  expect([task, labels, n]).toEqual(['segmentation', [3, 8], { real: 6, synthetic: 9, unseen: 3 }]);
  expect(learned.both.figures[0]!.value).toBeGreaterThan(0.9);

  const wanted = await utility(...options, '--synthetic-maps', at('maps'), '--labels', '3,9');
  expect([wanted.status, wanted.said]).toEqual([2, expect.stringContaining('found 9 in none')]);
  const alone = await utility(...options);
  expect([alone.status, alone.said]).toEqual([
    2,
    expect.stringContaining('expected --target, or --real-maps and --synthetic-maps, found --real-maps'),
  ]);
});
