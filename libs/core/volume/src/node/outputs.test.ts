import { link, mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { checkOutputFiles, checkOutputFolder } from './outputs.ts';

let root: string;
const at = (...names: string[]): string => join(root, ...names);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'braingen-outputs-'));
  await mkdir(at('raw', 'sub-01'), { recursive: true });
  await writeFile(at('scan.nii'), '');
  await writeFile(at('raw', 'dataset_description.json'), '{}');
});

test('an input is never an output: by its name, by a link, by a hard link', async () => {
  await symlink(at('scan.nii'), at('link.nii'));
  await link(at('scan.nii'), at('hard.nii'));
  for (const name of ['scan.nii', 'raw/../scan.nii', 'link.nii', 'hard.nii']) {
    const check = checkOutputFiles([`${root}/${name}`], { inputs: [undefined, at('scan.nii')], force: true });
    await expect(check).rejects.toThrow('expected another file than the input');
  }
});

test('a file that exists needs force, a name that is free does not', async () => {
  const options = { inputs: [at('raw')] };
  await checkOutputFiles([at('new.nii'), undefined], options);
  const refused = checkOutputFiles([at('scan.nii')], { ...options, force: false });
  await expect(refused).rejects.toThrow('found a file; --force overwrites it');
  await expect(checkOutputFiles([at('scan.nii')], options)).rejects.toThrow(/found a file$/);
  await checkOutputFiles([at('scan.nii')], { ...options, force: true });
  await expect(checkOutputFiles([at('a.nii'), at('a.nii')])).rejects.toThrow('found it twice');
  await expect(checkOutputFiles([at('raw')], { force: true })).rejects.toThrow('found a folder');
  await expect(checkOutputFiles([at('nowhere', 'a.nii')])).rejects.toThrow(
    'nowhere: expected a folder to write to, found no such',
  );
});

const isOurs = (entries: readonly string[]): boolean => entries.includes('ours');

test.each(['raw', 'raw/.', 'raw/sub-01', 'raw/new/deep', 'raw/derivatives'])(
  '%s is the input or inside it',
  async (name) => {
    const check = checkOutputFolder(`${root}/${name}`, {
      inputs: [at('raw')],
      inside: ['derivatives/*'],
      force: true,
      isOurs,
    });
    await expect(check).rejects.toThrow(/expected a folder outside of the input.*derivatives\/braingen would do/);
  },
);

test('the folder of an input file is no output folder, even by force', async () => {
  await writeFile(at('raw', 'sub-01', 'scan.nii'), '');
  await symlink(at('raw', 'sub-01', 'scan.nii'), at('scan-link.nii'));
  for (const name of ['raw/sub-01/scan.nii', 'scan-link.nii']) {
    const check = checkOutputFolder(at('raw', 'sub-01'), { inputs: [at(name)], force: true, isOurs });
    await expect(check).rejects.toThrow('expected another folder than that of the input');
  }
  await checkOutputFolder(at('elsewhere'), { inputs: [at('scan.nii')], isOurs });
});

test('derivatives of the input, and folders beside it, may be written', async () => {
  const options = { inputs: [at('raw')], inside: ['derivatives/*'], isOurs };
  await checkOutputFolder(at('raw', 'derivatives', 'braingen'), options);
  await checkOutputFolder(at('raw-preprocessed'), options);
  await checkOutputFolder(at('new', 'deep'), options);
});

test('a folder of an input may be meant itself, and what is in it', async () => {
  const options = { inputs: [at('raw')], inside: ['samples'], isOurs };
  await checkOutputFolder(at('raw', 'samples'), options);
  await checkOutputFolder(at('raw', 'samples', 'new'), options);
  await expect(checkOutputFolder(at('raw', 'other'), options)).rejects.toThrow(/raw.samples would do$/);
});

test("another program's folder is refused, our own is not", async () => {
  await mkdir(at('theirs'));
  await writeFile(at('theirs', '.DS_Store'), '');
  await checkOutputFolder(at('theirs'), { isOurs });
  await writeFile(at('theirs', 'thesis.tex'), '');
  const refused = checkOutputFolder(at('theirs'), { isOurs, force: false });
  await expect(refused).rejects.toThrow('found thesis.tex; --force writes there');
  await expect(checkOutputFolder(at('theirs'), { isOurs })).rejects.toThrow(/found thesis.tex$/);
  await checkOutputFolder(at('theirs'), { isOurs, force: true });
  await writeFile(at('theirs', 'ours'), '');
  await checkOutputFolder(at('theirs'), { isOurs });
  await expect(checkOutputFolder(at('scan.nii'), { isOurs })).rejects.toThrow('expected a folder, found a file');
});
