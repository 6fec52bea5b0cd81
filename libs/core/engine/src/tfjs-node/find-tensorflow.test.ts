import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findTensorFlow } from './find-tensorflow.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'find-tensorflow-'));
});

/** A program that answers what a Python would. */
async function python(name: string, answer: object): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\necho '${JSON.stringify(answer)}'\n`);
  await chmod(path, 0o755);
  return path;
}

async function tensorflow(cuda?: string): Promise<object> {
  const place = join(folder, `tensorflow-${cuda ?? 'cpu'}`);
  await mkdir(join(place, 'include', 'tensorflow', 'c'), { recursive: true });
  for (const file of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']) await writeFile(join(place, file), '');
  return { distribution: 'tensorflow', version: '2.21.0', folder: place, cudaPackages: [], ...(cuda && { cuda }) };
}

describe.skipIf(process.platform === 'win32')('findTensorFlow', () => {
  it('takes the environment that is named', async () => {
    const program = await python('python', { version: '3.11.7', hasPip: true, tensorflow: await tensorflow('12.5.1') });
    const found = await findTensorFlow('tfjs-node-gpu', { python: program, downloads: folder });
    expect(found.tensorflow?.cuda).toBe('12.5.1');
  });

  it('passes a build for CPUs over where the GPU is meant, and serves with it where not', async () => {
    const program = await python('python', { version: '3.11.7', hasPip: true, tensorflow: await tensorflow() });
    const options = { python: program, downloads: folder };
    await expect(findTensorFlow('tfjs-node-gpu', options)).rejects.toThrow(/2\.21\.0 is built for CPUs alone/);
    expect((await findTensorFlow('tfjs-node', options)).tensorflow?.version).toBe('2.21.0');
  });

  it.each([
    ['a Python without it', { version: '3.8.2', hasPip: true }, /Python 3\.8\.2\): no tensorflow in it/],
    [
      'one too old to have the library',
      {
        version: '3.9.1',
        hasPip: true,
        tensorflow: {
          distribution: 'tensorflow',
          version: '2.9.0',
          folder: '/nowhere',
          cuda: '11.2',
          cudaPackages: [],
        },
      },
      /tensorflow 2\.9\.0 has no libtensorflow_cc\.so\.2/,
    ],
  ])('says of %s that it does not serve', async (_, answer, reason) => {
    const named = await python('python', answer);
    await expect(findTensorFlow('tfjs-node-gpu', { python: named, downloads: folder })).rejects.toThrow(reason);
  });

  it('says of a name that is no Python what it is', async () => {
    const missing = join(folder, 'missing');
    await expect(findTensorFlow('tfjs-node', { python: missing, downloads: folder })).rejects.toThrow(/ENOENT/);
  });
});
