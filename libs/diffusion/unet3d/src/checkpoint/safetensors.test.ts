import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SafetensorsError } from './safetensors-header.ts';
import { readSafetensors, writeSafetensors, type NamedTensor } from './safetensors.ts';

/** A file of the reference library, made by tools/parity/checkpoint_formats.py. */
const reference = JSON.parse(
  readFileSync(new URL('../../../../../test-fixtures/reference/unet3d/safetensors.json', import.meta.url), 'utf8'),
) as { file: string; tensors: Record<string, { shape: number[]; values: string[] }> };

const value = (text: string): number => (text === 'inf' ? Infinity : Math.fround(Number(text)));

/** A file with any header, to be refused. */
function fileOf(header: unknown, bodyBytes: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + bodyBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const tensor = (begin: number, end: number, shape = [(end - begin) / 4], dtype = 'F32'): unknown => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

describe('readSafetensors', () => {
  it('reads float64, float32, float16 and bfloat16 as the reference library wrote them', () => {
    const { tensors, metadata } = readSafetensors(Uint8Array.from(Buffer.from(reference.file, 'base64')));
    expect(metadata).toEqual({ made: 'for a test' });
    expect([...tensors.keys()].sort()).toEqual(Object.keys(reference.tensors).sort());
    for (const [key, { shape, values }] of Object.entries(reference.tensors)) {
      expect(tensors.get(key)?.shape).toEqual(shape);
      expect([...(tensors.get(key) as NamedTensor).data]).toEqual(values.map(value));
    }
  });

  it('gives back what was written, as views of the bytes', () => {
    const data = Float32Array.of(1, 2, 3, 4, 5, 6);
    const bytes = writeSafetensors([
      ['a', { shape: [2, 3], data }],
      ['é', { shape: [0], data: new Float32Array() }],
    ]);
    const { tensors } = readSafetensors(bytes);
    expect(tensors.get('a')).toEqual({ shape: [2, 3], data });
    expect(tensors.get('é')).toEqual({ shape: [0], data: new Float32Array() });
    expect(tensors.get('a')?.data.buffer).toBe(bytes.buffer);
  });

  it('reads from the middle of a buffer, aligned or not', () => {
    const bytes = writeSafetensors([['a', { shape: [2], data: Float32Array.of(7, 8) }]]);
    const wide = new Uint8Array(bytes.length + 3);
    wide.set(bytes, 3);
    expect(readSafetensors(wide.subarray(3)).tensors.get('a')?.data).toEqual(Float32Array.of(7, 8));
  });

  it.each([
    ['nothing', new Uint8Array(3), 'expected at least 8 bytes, found 3'],
    [
      'a header of 2^60 bytes',
      Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 16, 1),
      'a header of at most 1 bytes, found 1152921504606846976',
    ],
    ['no JSON', fileOf('{', 0), 'expected a header in JSON'],
    ['a list', fileOf('[]', 0), 'expected a header that is a table'],
    [
      'an entry without offsets',
      fileOf({ a: { dtype: 'F32', shape: [1] } }, 4),
      'expected dtype, shape and data_offsets for a',
    ],
    ['a negative shape', fileOf({ a: tensor(0, 4, [-1]) }, 4), 'expected dtype, shape and data_offsets for a'],
    ['a shape of 2^60 numbers', fileOf({ a: tensor(0, 4, [2 ** 30, 2 ** 30]) }, 4), 'found 4'],
    ['complex numbers', fileOf({ a: tensor(0, 8, [1], 'C64') }, 8), 'BOOL for a, found C64'],
    [
      'a name twice',
      fileOf(
        '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\\u0061":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
        4,
      ),
      'expected a once in the header, found it twice',
    ],
    [
      'a field twice',
      fileOf('{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}', 4),
      'expected shape once',
    ],
    ['an inherited name as type', fileOf({ a: tensor(0, 4, [1], 'toString') }, 4), 'found toString'],
    [
      'overlapping ranges',
      fileOf({ a: tensor(0, 8), b: tensor(4, 12) }, 12),
      'expected b to begin at byte 8 of the data, found 4',
    ],
    ['a gap', fileOf({ a: tensor(0, 4), b: tensor(8, 12) }, 12), 'expected b to begin at byte 4 of the data, found 8'],
    ['a cut end', fileOf({ a: tensor(0, 8) }, 5), 'expected 8 bytes of data as the header says, found 5'],
    ['bytes left over', fileOf({ a: tensor(0, 4) }, 5), 'expected 4 bytes of data as the header says, found 5'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(SafetensorsError);
    expect(() => readSafetensors(bytes)).toThrow(message);
  });

  it('refuses to write a tensor that does not fill its shape', () => {
    expect(() => writeSafetensors([['a', { shape: [2, 2], data: new Float32Array(3) }]])).toThrow(
      'expected 4 numbers for a [2, 2], found 3',
    );
  });
});

it('quotes no more than a line of a header', () => {
  const spaces = ' '.repeat(2 ** 20);
  for (const header of [
    `{"a": {"dtype": "${spaces}\\n${spaces}x", "shape": [], "data_offsets": [0, 0]}}`,
    `{"a": "${spaces}\\n${spaces}x"}`,
    `{"a": {"dtype": "F32", "shape": [${'0,'.repeat(60)}0], "data_offsets": [0, 1]}}`,
    `{${spaces}`,
    `{"${'k'.repeat(2000)}": {}}`,
  ]) {
    const text = new TextEncoder().encode(header);
    const bytes = new Uint8Array(8 + text.length);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
    bytes.set(text, 8);
    expect(() => readSafetensors(bytes)).toThrow(/^expected .{0,400}$/);
  }
});
