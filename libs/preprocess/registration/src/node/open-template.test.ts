import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeVolume } from '@braingen/volume/node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadTemplate } from '../template/load.ts';
import { openTemplate } from './open-template.ts';
import { TemplateUnavailable } from './templateflow/unavailable.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-open-template-'));
  vi.stubEnv('BRAINGEN_CACHE', folder);
});
afterEach(() => void vi.unstubAllEnvs());

/** The address of a server that was there a moment ago. */
async function silentAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

describe('openTemplate', () => {
  it('takes the shipped template where none is named', async () => {
    expect(await openTemplate(undefined)).toBe(await loadTemplate());
  });

  it('reads a file', async () => {
    const path = join(folder, 'mine.nii.gz');
    await writeVolume(path, (await loadTemplate()).head);
    expect((await openTemplate(path)).provenance.name).toBe('mine.nii.gz');
  });

  it('says how to go on where the network does not answer', async () => {
    const address = await silentAddress();
    vi.stubEnv('BRAINGEN_TEMPLATEFLOW_URL', address);
    const opened = openTemplate('MNI152NLin2009cAsym');
    await expect(opened).rejects.toThrow(TemplateUnavailable);
    const url = `${address}/tpl-MNI152NLin2009cAsym/tpl-MNI152NLin2009cAsym_res-01_T1w.nii.gz`;
    await expect(opened).rejects.toThrow(
      new RegExp(`^${url.replace(/\./g, '\\.')}: no connection [^]*--template FILE[^]*built in$`),
    );
    expect(await readdir(join(folder, 'templateflow'))).toEqual([]);
  });

  it('refuses a name of another space, and a file that is missing or no template', async () => {
    await expect(openTemplate('OASIS30ANTs')).rejects.toThrow(
      'template "OASIS30ANTs": expected a file that exists, or one of TemplateFlow',
    );
    await expect(openTemplate(join(folder, 'missing.nii.gz'))).rejects.toMatchObject({ code: 'ENOENT' });
    const wrong = join(folder, 'wrong.nii.gz');
    await writeFile(wrong, 'no NIfTI');
    await expect(openTemplate(wrong)).rejects.toMatchObject({ name: 'NiftiError' });
  });
});
