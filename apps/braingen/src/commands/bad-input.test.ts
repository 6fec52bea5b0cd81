import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, encodeNifti, freezeAffine, Volume, type Shape3 } from '@braingen/volume';
import { readVolume, writeVolume } from '@braingen/volume/node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runCommand } from './run-command.test-data.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
const output = (): string => at('out.nii');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-bad-input-'));
  await writeVolume(at('ball.nii'), ball());
});

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** A noisy ball of 3 mm voxels, `brightness` in the middle and as much less outside. */
function ball({ brightness = 100, air = 5, origin = 0, shape = [20, 22, 20] as Shape3 } = {}): Volume {
  const random = createRandom('ball');
  const affine = freezeAffine([
    [3, 0, 0, origin],
    [0, 3, 0, -30],
    [0, 0, 3, -30],
    [0, 0, 0, 1],
  ]);
  const [nx, ny] = shape;
  const voxels = Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    return (Math.hypot(x - 10, y - 11, z - 10) < 8 ? brightness : air) + 4 * random.normal();
  });
  return new Volume(voxels, { shape, affine });
}

async function run(...args: string[]): Promise<{ status: unknown; said: string; result: { warnings: string[] } }> {
  const { status, said, out } = await runCommand(...args, '--json');
  return { status, said, result: JSON.parse(out || '{}') as { warnings: string[] } };
}

/** Refused: status 2, one line, nothing written. */
async function refused(...args: string[]): Promise<string> {
  const before = await readdir(folder);
  const { status, said } = await run(...args);
  expect(status).toBe(2);
  expect(said.trim().split('\n').at(-1)).toMatch(/^braingen /);
  expect(await readdir(folder)).toEqual(before);
  return said;
}

test('what a step warns of stands in the result', async () => {
  const ball5 = ball();
  await writeVolume(at('negative.nii'), ball5.with(ball5.voxels.map((value) => value - 50)));
  const { status, said, result } = await run('denoise', at('negative.nii'), output());
  expect(status).toBe(0);
  expect(result.warnings).toEqual([expect.stringMatching(/^intensities reach down to/)]);
  expect(said).toMatch(/warning: intensities reach down to/);
  const shifted = await run('n4', at('negative.nii'), output(), '--force', '--mask', at('ball.nii'));
  expect(shifted.result.warnings).toEqual([expect.stringMatching(/negative.*shifted/)]);
});

test('voxels that are no numbers become background, with a warning, in masks too', async () => {
  const bytes = await encodeNifti(ball(), { datatype: 'float32', gzip: false });
  new DataView(bytes.buffer, bytes.byteOffset).setFloat32(bytes.length - 4, NaN, true);
  await writeFile(at('nan.nii'), bytes);
  const { status, result } = await run('n4', at('nan.nii'), output(), '--mask', at('nan.nii'));
  expect(status).toBe(0);
  expect(result.warnings).toEqual([
    expect.stringMatching(/1 voxels are NaN/),
    expect.stringMatching(/1 voxels are NaN/),
  ]);
  expect((await readVolume(output())).voxels.every(Number.isFinite)).toBe(true);
});

test.each(['denoise', 'n4', 'register', 'tissue', 'normalize', 'brain-mask'])(
  '%s refuses a constant volume, one slice and several volumes',
  async (command) => {
    const more = command === 'register' ? [at('ball.nii')] : [];
    await writeVolume(at('constant.nii'), ball().with(ball().voxels.map(() => 7)));
    expect(await refused(command, at('constant.nii'), ...more, output())).toMatch(/contrast, found/);
    await writeVolume(at('slice.nii'), ball({ shape: [20, 22, 1] }));
    expect(await refused(command, at('slice.nii'), ...more, output())).toMatch(/expected .*20 ?x ?22 ?x ?1/);
    const bytes = await encodeNifti(ball(), { datatype: 'float32', gzip: false });
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    [4, 20, 22, 10, 2].forEach((n, i) => view.setInt16(40 + 2 * i, n, true));
    await writeFile(at('several.nii'), bytes);
    expect(await refused(command, at('several.nii'), ...more, output())).toMatch(/found 2 volumes/);
  },
);

test('a mask on another grid, and an empty one', async () => {
  await writeVolume(at('elsewhere.nii'), ball({ origin: 30 }));
  expect(await refused('n4', at('ball.nii'), output(), '--mask', at('elsewhere.nii'))).toMatch(
    /expected one grid, found 20x22x20.*and 20x22x20.*first at \(30/,
  );
  await writeVolume(at('empty.nii'), Volume.zeros(ball()));
  expect(await refused('n4', at('ball.nii'), output(), '--mask', at('empty.nii'))).toMatch(/in the mask, found 0/);
});

test('a grid where nothing of the image lies', async () => {
  await writeVolume(at('faraway.nii'), ball({ origin: 4000 }));
  expect(await refused('resample', at('ball.nii'), output(), '--like', at('faraway.nii'))).toMatch(/overlaps/);
  expect(await refused('register', at('ball.nii'), at('constant.nii'), output())).toMatch(/no such file/);
});

test('an output that could not be written is refused before the work', async () => {
  expect(await refused('denoise', at('missing.nii'), at('out.png'))).toMatch(/ending in .nii/);
  expect(await refused('n4', at('missing.nii'), output(), '--field', at('nowhere/field.nii'))).toMatch(
    /nowhere: expected a folder to write to, found no such file or folder/,
  );
  expect(await refused('resample', at('missing.nii'), join(at('ball.nii'), 'out.nii'), '--shape', '9x9x9')).toMatch(
    /to be a folder/,
  );
});

test('a shape that no memory holds', async () => {
  await expect(run('resample', at('ball.nii'), output(), '--shape', '4000x4000x4000')).rejects.toThrow(
    /--shape: expected at most/,
  );
});

test('an output that is the input, or exists, is refused; --force replaces what exists', async () => {
  expect(await refused('n4', at('ball.nii'), at('ball.nii'), '--force')).toContain('another file than the input');
  await writeVolume(at('old.nii'), ball());
  expect(await refused('resample', at('ball.nii'), at('old.nii'), '--shape', '5x5x5')).toContain(
    '--force overwrites it',
  );
  expect((await run('resample', at('ball.nii'), at('old.nii'), '--shape', '5x5x5', '--force')).status).toBe(0);
  expect((await readVolume(at('old.nii'))).shape).toEqual([5, 5, 5]);
});
