import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTemplate } from '@braingen/registration';
import { writeVolume } from '@braingen/volume/node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeFailure, exitStatus } from '../failure.ts';
import { openTemplate } from './open-template.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-open-template-'));
  vi.stubEnv('BRAINGEN_CACHE', folder);
});
afterEach(() => void vi.unstubAllEnvs());

const failure = (name: string): Promise<{ message: string; status: number }> =>
  openTemplate(name).then(() => expect.fail(`${name} was opened`), describeFailure);

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

  it('ends with status 3 and one line where the network does not answer', async () => {
    const address = await silentAddress();
    vi.stubEnv('BRAINGEN_TEMPLATEFLOW_URL', address);
    const { message, status } = await failure('MNI152NLin2009cAsym');
    expect(status).toBe(exitStatus.environment);
    const url = `${address}/tpl-MNI152NLin2009cAsym/tpl-MNI152NLin2009cAsym_res-01_T1w.nii.gz`;
    expect(message).toMatch(new RegExp(`^${url.replace(/\./g, '\\.')}: no connection .*--template FILE.*built in$`));
    expect(await readdir(join(folder, 'templateflow'))).toEqual([]);
  });

  it('ends with status 2 where the name is of another space, or the file is missing or no template', async () => {
    expect(await failure('OASIS30ANTs')).toMatchObject({
      status: exitStatus.usage,
      message: expect.stringContaining('template "OASIS30ANTs": expected a file that exists, or one of TemplateFlow'),
    });
    const missing = join(folder, 'missing.nii.gz');
    expect(await failure(missing)).toEqual({ status: exitStatus.usage, message: `${missing}: no such file or folder` });
    const wrong = join(folder, 'wrong.nii.gz');
    await writeFile(wrong, 'no NIfTI');
    expect((await failure(wrong)).status).toBe(exitStatus.usage);
  });
});
