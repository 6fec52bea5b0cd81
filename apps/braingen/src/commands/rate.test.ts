import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, identityAffine, Volume } from '@braingen/volume';
import { writeVolume } from '@braingen/volume/node';
import { afterEach, expect, test, vi } from 'vitest';
import { rateCommand } from './rate.ts';

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** A ball with noise. */
function ball(seed: string): Volume {
  const random = createRandom(seed);
  const inside = (i: number) => [i % 12, Math.floor(i / 12) % 12, Math.floor(i / 144)].every((c) => c > 2 && c < 10);
  const voxels = Float32Array.from({ length: 12 ** 3 }, (_, i) => (inside(i) ? 0.5 + 0.1 * random.uniform() : 0));
  return new Volume(voxels, { shape: [12, 12, 12], affine: identityAffine });
}

/** Starts the command, hands over the page's address, and ends it as Ctrl-C does. */
async function rate(args: string[], use: (url: string) => Promise<void>): Promise<string> {
  process.exitCode = undefined;
  let said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  const done = rateCommand().parseAsync(args, { from: 'user' });
  await vi.waitUntil(() => /http:\S+/.test(said) || process.exitCode !== undefined, { timeout: 300_000 });
  const url = /http:\S+/.exec(said)?.[0];
  if (url !== undefined) {
    await use(url);
    process.emit('SIGINT');
  }
  await done;
  vi.restoreAllMocks();
  return said;
}

test('two raters rate a run through the page, and the analysis says whether they can tell', async () => {
  const run = await mkdtemp(join(tmpdir(), 'braingen-rate-'));
  for (const [set, names] of [
    ['preprocessed', ['sub-01', 'sub-02']],
    ['samples', ['sample-0001', 'sample-0002']],
  ] as const) {
    await mkdir(join(run, set));
    for (const name of names) await writeVolume(join(run, set, `${name}.nii.gz`), ball(name));
  }
  for (const rater of ['Ann', 'Bob']) {
    const said = await rate([run, '--rater', rater], async (url) => {
      const { left } = (await (await fetch(`${url}volumes`)).json()) as { left: string[] };
      for (const volume of left) {
        const picture = await fetch(`${url}picture/${volume}`);
        expect(new Uint8Array(await picture.arrayBuffer()).subarray(1, 4)).toEqual(new TextEncoder().encode('PNG'));
        const rating = { volume, verdict: 3, quality: 4, artefacts: [], seconds: 2 };
        const headers = { 'content-type': 'application/json' };
        await fetch(`${url}ratings`, { method: 'POST', headers, body: JSON.stringify(rating) });
      }
    });
    expect(said).toContain(`${rater} rated 4`);
  }
  const analysis = await rate([run, '--analyse'], () => Promise.resolve());
  expect(analysis).toMatch(/accuracy +50\.0 % \[.*over 4 volumes/);
  expect(analysis).toContain('Ann: 50.0 %');
}, 600_000);

test('says what is missing', async () => {
  const run = await mkdtemp(join(tmpdir(), 'braingen-rate-'));
  const nothing = () => Promise.resolve();
  expect(await rate([run], nothing)).toContain('--rater: expected who rates, found none');
  process.exitCode = undefined;
  expect(await rate([run, '--analyse'], nothing)).toContain('key.tsv: expected the key of ratings, found none');
});
