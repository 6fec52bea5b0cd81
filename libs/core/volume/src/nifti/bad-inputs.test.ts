import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  badInputs,
  countingVoxels,
  defaultAffine,
  niftiFile,
  writeAnnexLink,
  writeBadInput,
  type BadInput,
} from '@braingen/test-fixtures';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeNifti, NiftiError, type NiftiImage } from '../index.ts';
import { readNifti } from '../node.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'braingen-volume-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function expectRight(input: BadInput, { volume, warnings }: NiftiImage): void {
  expect([...volume.voxels]).toEqual([...(input.voxels ?? countingVoxels)]);
  const affine = input.affine ?? defaultAffine;
  affine.forEach((row, i) => row.forEach((value, j) => expect(volume.affine[i][j]).toBeCloseTo(value, 5)));
  if (input.outcome === 'warned') expect(warnings.join('\n')).toMatch(input.says ?? /./);
  else expect(warnings).toEqual([]);
}

async function expectOutcome(input: BadInput, file: string, read: () => Promise<NiftiImage>): Promise<void> {
  if (input.outcome !== 'refused') return expectRight(input, await read());
  const error = await read().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(NiftiError);
  const { message } = error as NiftiError;
  expect(message).toMatch(input.says ?? /./);
  expect(message).toMatch(/: expected .*, found /);
  expect(message.split('\n')).toHaveLength(1);
  expect(message).toContain(file);
}

const rows = [...new Set(badInputs.map(({ row }) => row))].map((row): [string, BadInput[]] => [
  row,
  badInputs.filter((input) => input.row === row),
]);

describe.each(rows)('%s', (_, inputs) => {
  it.each(inputs)('$name from a file: $outcome', async (input) => {
    const path = writeBadInput(join(folder, input.name), input);
    // A fault of either file of a pair names that file.
    await expectOutcome(input, join(folder, input.name), () => readNifti(path));
  });

  it.each(inputs)('$name from memory: $outcome', async (input) => {
    const files = input.make();
    const header = Object.entries(files).find(([name]) => name.endsWith('.hdr'))?.[1];
    const image = Object.entries(files).find(([name]) => name.endsWith('.img'))?.[1];
    const source = header && image ? { header, image } : files[input.open];
    await expectOutcome(input, 'scan.nii', () => decodeNifti(source, { name: 'scan.nii' }));
  });
});

it('names git-annex where a link leads nowhere, and leaves other missing files to the file system', async () => {
  await expect(readNifti(writeAnnexLink(folder))).rejects.toThrow(/git-annex link/);
  await expect(readNifti(join(folder, 'absent.nii'))).rejects.toThrow(
    /absent\.nii: expected a NIfTI or Analyze file, found no such file/,
  );
});

it('reads the chosen volume of several', async () => {
  const bytes = niftiFile({ dim: [4, 5, 4, 1, 3, 1, 1, 1] });
  for (const volume of [0, 1, 2]) {
    const image = await decodeNifti(bytes, { volume });
    expect([...image.volume.voxels]).toEqual(countingVoxels.slice(20 * volume, 20 * volume + 20));
  }
  await expect(decodeNifti(bytes, { volume: 3 })).rejects.toThrow(/volume 3/);
});

it('takes another limit of voxels', async () => {
  await expect(decodeNifti(niftiFile(), { maxVoxels: 59 })).rejects.toThrow(/at most 59/);
  await expect(decodeNifti(niftiFile(), { maxVoxels: 60 })).resolves.toBeDefined();
});

it('leaves no files of its own beside those it reads', () => {
  const made = new Set(badInputs.flatMap((input) => Object.keys(input.make())));
  for (const input of badInputs) {
    for (const name of readdirSync(join(folder, input.name))) expect(made).toContain(name);
  }
});
