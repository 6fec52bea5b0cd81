import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { checkPlan } from './free-path.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-plan-'));
  await writeFile(at('in.nii'), 'raw');
});

test('a new file beside the input is free', async () => {
  await expect(checkPlan({ inputs: [at('in.nii')], outputs: [at('out.nii'), undefined] })).resolves.toBeUndefined();
});

test.each([true, false])('an output that is an input is refused, with force: %s', async (force) => {
  await symlink(at('in.nii'), at('link.nii'));
  await symlink(folder, at('again'));
  for (const output of ['in.nii', 'link.nii', 'again/in.nii', './in.nii']) {
    const plan = checkPlan({ inputs: [at('in.nii')], outputs: [`${folder}/${output}`], force });
    await expect(plan).rejects.toThrow('expected an output that is not an input');
  }
});

test('an existing output needs force, and a folder is none', async () => {
  await writeFile(at('out.nii'), 'old');
  const plan = { inputs: [at('in.nii')], outputs: [at('out.nii')] };
  await expect(checkPlan(plan)).rejects.toThrow('out.nii: expected no file yet, found one; --force replaces it');
  await expect(checkPlan({ ...plan, force: true })).resolves.toBeUndefined();
  await mkdir(at('folder.nii'));
  await expect(checkPlan({ ...plan, outputs: [at('folder.nii')], force: true })).rejects.toThrow('expected a file');
});

test('two outputs are two files', async () => {
  const plan = checkPlan({ inputs: [], outputs: [at('a.nii'), at('./a.nii')] });
  await expect(plan).rejects.toThrow('expected outputs that differ');
});
