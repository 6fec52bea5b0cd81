import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Loopback } from '@braingen/loopback';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serveViewer } from './serve-viewer.ts';

let folder: string;
let page: Loopback;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'viewer-'));
  for (const name of ['a.nii.gz', 'a_dseg.nii.gz', 'x.nii', 'secret.nii']) await writeFile(join(folder, name), name);
  page = await serveViewer({
    panes: [
      {
        title: 'Real',
        volumes: [{ label: 'A', path: join(folder, 'a.nii.gz'), overlay: join(folder, 'a_dseg.nii.gz') }],
      },
      { title: 'Synthetic', volumes: [{ label: 'X', path: join(folder, 'x.nii') }] },
      { title: 'Trajectory', volumes: [] },
    ],
    window: [0, 1],
    labels: [{ index: 7, name: 'left white matter', color: '#f5f5f5' }],
  });
});
afterEach(async () => {
  await page.close();
  await rm(folder, { recursive: true });
});

test('gives the page its volumes by addresses that say nothing of this machine', async () => {
  const list = await (await fetch(`${page.url}volumes`)).text();
  expect(list).not.toContain(folder);
  const { panes, window, labels } = JSON.parse(list);
  expect([window, labels]).toEqual([[0, 1], [{ index: 7, name: 'left white matter', color: '#f5f5f5' }]]);
  expect(panes.map(({ title }: { title: string }) => title)).toEqual(['Real', 'Synthetic']);
  const contents = async (address: string): Promise<string> => (await fetch(page.url + address)).text();
  const [real] = panes[0].volumes;
  expect([await contents(real.url), await contents(real.overlay)]).toEqual(['a.nii.gz', 'a_dseg.nii.gz']);
  expect(real.isSegmentation).toBe(true);
  expect(await contents(panes[1].volumes[0].url)).toBe('x.nii');
});

test('has NiiVue with it, and nothing from elsewhere', async () => {
  const html = await fetch(page.url);
  expect(html.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await html.text()).not.toMatch(/https?:\/\//);
  const module = await fetch(`${page.url}niivue.js`);
  expect(module.headers.get('content-type')).toContain('text/javascript');
  expect(await module.text()).toMatch(/export\s*\{[^}]*\bNiivue\b/);
});

test('gives out no other file', async () => {
  for (const address of ['secret.nii', 'volume-9.nii', '..%2fsecret.nii', 'a.nii.gz'])
    expect((await fetch(page.url + address)).status).toBe(404);
  await expect(serveViewer({ panes: [] })).rejects.toThrow('expected volumes to show, found none');
  const wrong = [{ title: 'Real', volumes: [{ label: 'A', path: '/etc/passwd' }] }];
  await expect(serveViewer({ panes: wrong })).rejects.toThrow('expected a file .nii or .nii.gz, found /etc/passwd');
});
