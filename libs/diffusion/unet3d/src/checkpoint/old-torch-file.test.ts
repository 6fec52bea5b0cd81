import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { elementCount } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { bytesSource } from './byte-source.ts';
import { openOldTorchFile } from './old-torch-file.ts';
import { readWeight, type StoredTensor } from './stored-tensor.ts';
import { openTensorFile } from './tensor-file.ts';
import { fromTorch } from './torch-layout.ts';

/** A file of PyTorch itself, made by tools/parity/checkpoints.py. */
const { formats } = JSON.parse(
  readFileSync(new URL('../../../../../test-fixtures/reference/unet3d/checkpoints.json', import.meta.url), 'utf8'),
) as {
  formats: Record<'before 1.6', string> & {
    tensors: Record<string, { shape: number[]; values: string[] }>;
  };
};
const file = (): Uint8Array => Uint8Array.from(gunzipSync(Buffer.from(formats['before 1.6'], 'base64')));
const value = (text: string): number => (text === 'inf' ? Infinity : Math.fround(Number(text)));

describe('files of torch.save before PyTorch 1.6', () => {
  it('give every tensor, parts and turned ones of a storage too', async () => {
    const source = bytesSource(file());
    const { tensors } = await openTensorFile(source);
    expect([...tensors.keys()]).toEqual(Object.keys(formats.tensors));
    for (const [key, { shape, values }] of Object.entries(formats.tensors)) {
      const [out = 1, inside = 1, ...taps] = shape;
      const layout = shape.length < 2 ? shape : [...taps, inside, out];
      const read = new Float32Array(elementCount(shape));
      await readWeight(source, tensors.get(key) as StoredTensor, layout, read);
      expect(read, key).toEqual(fromTorch(Float32Array.from(values, value), layout));
    }
  });

  it('are refused where a storage is not what its tensors say, or cut off', async () => {
    const open = (bytes: Uint8Array): Promise<unknown> => openOldTorchFile(bytesSource(bytes, 'old.pth'));
    const bytes = file();
    await expect(open(bytes.subarray(0, bytes.length - 1))).rejects.toThrow(/expected/);
    await expect(open(bytes.subarray(0, 100))).rejects.toThrow(/^pickle: expected \d+ more bytes at byte/);
    const bigEndian = Buffer.from(bytes);
    // NEWTRUE after the name becomes NEWFALSE.
    bigEndian[bigEndian.indexOf('little_endian') + 'little_endian'.length + 2] = 0x89;
    await expect(open(bigEndian)).rejects.toThrow('expected numbers in little-endian order');
    const later = Buffer.from(bytes);
    later[later.indexOf(Buffer.from([0x80, 2, 0x4d])) + 3]++;
    await expect(open(later)).rejects.toThrow("expected version 1001 of torch.save's old format, found 1002");
  });

  it('whose counts contradict their tensors are refused before anything is read', async () => {
    const bytes = Buffer.from(file());
    // The last storage's count stands before its numbers, at the end of the file.
    const { tensors } = await openOldTorchFile(bytesSource(bytes));
    const last = Math.max(...[...tensors.values()].map(({ begin }) => begin));
    const at = [...Array(64).keys()].map((back) => last - 8 - back).find((place) => bytes.readBigUInt64LE(place) < 64n);
    bytes.writeBigUInt64LE(2n ** 40n, at);
    await expect(openOldTorchFile(bytesSource(bytes))).rejects.toThrow(/expected \d+ numbers in storage/);
  });
});
