import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeGroup } from './group.ts';

test('what sidecars hold is no markup on the page', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'braingen-group-'));
  const name = '<script>alert(1)</script>';
  const record = { settings: 's', input: { name, sha256: '' }, output: { sha256: '' }, measures: {}, warnings: [name] };
  await writeFile(join(folder, 'sub-01_desc-preproc_T1w.json'), JSON.stringify({ Braingen: record }));
  const { page } = await writeGroup(folder);
  expect(await readFile(page, 'utf8')).not.toContain(name);
});
