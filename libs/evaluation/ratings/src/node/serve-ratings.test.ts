import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Loopback } from '@braingen/loopback';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { analyseRatings } from '../analyse.ts';
import { blind } from '../blind.ts';
import { openRatings } from './rating-folder.ts';
import { serveRatings } from './serve-ratings.ts';

let folder: string;
let page: Loopback;
const makeKey = () => blind(['real/a.nii', 'real/b.nii'], ['made/x.nii', 'made/y.nii'], { count: 4, seed: 1 });
const open = async (rater: string): Promise<void> => {
  const picture = (path: string) => Promise.resolve(new TextEncoder().encode(`picture of ${path.length} letters`));
  page = await serveRatings({ ratings: await openRatings(folder, makeKey), rater, picture });
};
const post = (rating: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  fetch(`${page.url}ratings`, { method: 'POST', headers, body: JSON.stringify(rating) });
const left = async (): Promise<string[]> =>
  ((await (await fetch(`${page.url}volumes`)).json()) as { left: string[] }).left;
const rating = { verdict: 4, quality: 2, artefacts: ['cortex'], seconds: 3 };

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'braingen-ratings-')), 'ratings');
  await open('Ann Ä');
});
afterEach(() => page.close());

describe('the page of a rater', () => {
  it('tells nothing of what a volume is', async () => {
    const html = await (await fetch(page.url)).text();
    const volumes = await (await fetch(`${page.url}volumes`)).text();
    expect(html + volumes).not.toMatch(/\.nii|made\//);
    expect(await left()).toHaveLength(4);
    expect(await (await fetch(`${page.url}picture/v01`)).text()).toMatch(/^picture of 1\d letters$/);
  });

  it('saves what is said, and goes on where it stopped', async () => {
    const [first] = await left();
    expect((await post({ ...rating, volume: first })).status).toBe(200);
    await page.close();
    await open('Ann Ä');
    expect(await left()).toHaveLength(3);
    expect((await readdir(folder)).sort()).toEqual(['Ann_20__c4__ratings.tsv', 'key.tsv']);
    expect(await readFile(join(folder, 'Ann_20__c4__ratings.tsv'), 'utf8')).toContain(
      `Ann Ä\t${first}\t4\t2\tcortex\t3.0\n`,
    );
  });

  it('takes several raters, for one analysis', async () => {
    for (const volume of await left()) await post({ ...rating, volume });
    await page.close();
    await open('Bob');
    for (const volume of await left()) await post({ ...rating, volume, verdict: 1 });
    const ratings = await openRatings(folder);
    const { raters, accuracy } = analyseRatings(await ratings.read(), ratings.key);
    expect(raters.map((one) => [one.rater, one.n, one.accuracy.value])).toEqual([
      ['Ann Ä', 4, 0.5],
      ['Bob', 4, 0.5],
    ]);
    expect(accuracy.value).toBe(0.5);
  });

  it.each([
    [{ ...rating, volume: 'v99' }, 'found v99'],
    [{ ...rating, volume: 'v01', verdict: 5 }, 'verdict'],
    [{ ...rating, volume: 'v01', artefacts: ['nose'] }, 'artefacts'],
  ])('refuses what is no rating: %j', async (body, message) => {
    const response = await post(body);
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining(message)]);
  });

  it('refuses a second rating of a volume', async () => {
    const both = await Promise.all([post({ ...rating, volume: 'v01' }), post({ ...rating, volume: 'v01' })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  it('answers this machine and its own page alone', async () => {
    expect((await post({ ...rating, volume: 'v01' }, { 'content-type': 'text/plain' })).status).toBe(415);
    expect(
      (await post({ ...rating, volume: 'v01' }, { 'content-type': 'application/json', origin: 'http://evil.example' }))
        .status,
    ).toBe(403);
    expect(await statusFor('evil.example')).toBe(403);
    expect((await fetch(`${page.url}picture/..%2f..%2fetc%2fpasswd`)).status).toBe(404);
  });
});

/** What a request that names another host is answered. */
const statusFor = (host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const asked = request(page.url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.once('error', reject).end();
  });

describe('openRatings', () => {
  it('keeps the key that is there, and wants one where nothing is to be made', async () => {
    const again = await openRatings(folder, () => []);
    expect(again.key).toHaveLength(4);
    await expect(openRatings(join(folder, 'none'))).rejects.toThrow('expected the key of ratings, found none');
  });
});
