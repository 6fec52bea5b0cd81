import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import {
  pickle,
  Pickled,
  pickledCall,
  pickledDict,
  pickledGlobal,
  pickledReference,
  pickledState,
  pickledTensor,
  sixFloats,
  torchArchive,
  type TensorSpec,
} from '@braingen/test-fixtures';
import { elementCount } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { bytesSource, type ByteSource } from './byte-source.ts';
import { readWeight, type StoredTensor } from './stored-tensor.ts';
import { openTorchFile } from './torch-file.ts';
import { fromTorch } from './torch-layout.ts';

/** Files of PyTorch itself, made by tools/parity/checkpoints.py. */
const { formats } = JSON.parse(
  readFileSync(new URL('../../../../../test-fixtures/reference/unet3d/checkpoints.json', import.meta.url), 'utf8'),
) as {
  formats: Record<'file' | 'protocol 4', string> & {
    strides: Record<string, number[]>;
    tensors: Record<string, { shape: number[]; values: string[] }>;
  };
};

const global = pickledGlobal;
const unpacked = (file: string): Uint8Array => Uint8Array.from(gunzipSync(Buffer.from(file, 'base64')));
const value = (text: string): number => (text === 'inf' ? Infinity : Math.fround(Number(text)));

async function read(source: ByteSource, tensor: StoredTensor | undefined, shape: number[]): Promise<Float32Array> {
  const out = new Float32Array(elementCount(shape));
  await readWeight(source, tensor as StoredTensor, shape, out);
  return out;
}

describe('openTorchFile', () => {
  it.each(['file', 'protocol 4'] as const)('finds every tensor of torch.save where it lies (%s)', async (name) => {
    const source = bytesSource(unpacked(formats[name]));
    const { tensors } = await openTorchFile(source);
    expect([...tensors.keys()]).toEqual(Object.keys(formats.tensors));
    for (const [key, { shape, values }] of Object.entries(formats.tensors)) {
      const tensor = tensors.get(key) as StoredTensor;
      expect(tensor.shape, key).toEqual(shape);
      expect(tensor.strides, key).toEqual(formats.strides[key]);
      // In TensorFlow.js' layout, whose shape has in and out last.
      const [out = 1, inside = 1, ...taps] = shape;
      const layout = shape.length < 2 ? shape : [...taps, inside, out];
      const expected = fromTorch(Float32Array.from(values, value), layout);
      expect(await read(source, tensor, layout), key).toEqual(expected);
    }
  });

  it('reads archives with zip64 fields and a comment', async () => {
    const source = bytesSource(
      torchArchive({ a: pickledTensor() }, [sixFloats], { zip64: true, comment: 'made by hand' }),
    );
    const { tensors } = await openTorchFile(source);
    expect(await read(source, tensors.get('a'), [3, 2])).toEqual(Float32Array.of(1, 4, 2, 5, 3, 6));
  });

  it('gives tensors the way to them as key, and passes over what is none', async () => {
    const list = new Pickled([0x5d, 0x28, ...pickledTensor().bytes, ...pickledTensor().bytes, 0x65]);
    const file = torchArchive({
      epoch: 3,
      lr: 2 ** 40,
      nothing: null,
      model: pickledDict({ 'a.b': pickledTensor() }),
      list,
    });
    expect([...(await openTorchFile(bytesSource(file))).tensors.keys()]).toEqual(['model.a.b', 'list.0', 'list.1']);
  });

  it('looks closely at those that are wanted alone', async () => {
    const file = bytesSource(torchArchive({ good: pickledTensor(), bad: pickledTensor({ count: 7 }) }));
    await expect(openTorchFile(file)).rejects.toThrow('expected 28 bytes in archive/data/0 for bad, found 24');
    expect([...(await openTorchFile(file, () => ['good'])).tensors.keys()]).toEqual(['good']);
  });

  it('comes to an end where a dictionary holds itself', async () => {
    const itself = new Pickled([0x7d, 0x71, 0, 0x58, 1, 0, 0, 0, 0x61, 0x68, 0, 0x73]);
    expect((await openTorchFile(bytesSource(torchArchive(pickle(itself))))).tensors.size).toBe(0);
  });
});

/** What torch.load(weights_only=True) takes beside the weights: collections.Counter, set, complex, bytes. */
it.each([
  ['a counter', pickledCall(global('collections', 'Counter'), [pickledDict({ a: 1 })])],
  ['an empty counter', pickledCall(global('collections', 'Counter'), [])],
  ['a set', pickledCall(global('__builtin__', 'set'), [[1, 2]])],
  ['a set of protocol 4', new Pickled([0x8f, 0x28, 0x4b, 1, 0x4b, 2, 0x90])],
  ['a complex number', pickledCall(global('__builtin__', 'complex'), [1, 2])],
  ['bytes', pickledCall(global('_codecs', 'encode'), ['abc', 'latin1'])],
  ['a bytearray', pickledCall(global('builtins', 'bytearray'), [pickledCall(global('_codecs', 'encode'), ['a'])])],
  ['a type of numbers', global('torch', 'complex64')],
  [
    'a quantised tensor',
    pickledCall(global('torch._utils', '_rebuild_qtensor'), [[global('torch', 'per_tensor_affine'), 1, 0]]),
  ],
  [
    'a sparse tensor',
    pickledCall(global('torch._utils', '_rebuild_sparse_tensor'), [
      pickledCall(global('torch.serialization', '_get_layout'), ['torch.sparse_coo']),
      [],
    ]),
  ],
  ['complex numbers', pickledTensor({ type: 'ComplexFloatStorage', key: '1' })],
])('reads weights beside %s', async (_, other) => {
  const file = bytesSource(torchArchive({ a: pickledTensor(), b: other }));
  expect([...(await openTorchFile(file, (keys) => keys.filter((key) => key === 'a'))).tensors.keys()]).toEqual(['a']);
});

it.each([
  ['empty dictionaries', 0x7d],
  ['empty lists', 0x5d],
  ['empty sets', 0x8f],
])('ends before 8 MB of %s fill the memory', async (_, opcode) => {
  const many = pickle(new Pickled([])).slice(0, 2);
  const bytes = new Uint8Array(2 ** 23).fill(opcode);
  bytes.set(many);
  const error: Error = await openTorchFile(bytesSource(torchArchive(bytes))).then(
    () => expect.fail('expected an error'),
    (reason: Error) => reason,
  );
  const [, reached] =
    /expected values that fit a pickle of 8388608 bytes at byte (\d+), found far more/.exec(error.message) ?? [];
  // One value a byte: their number bounds the memory, which the garbage of other tests would blur. A list takes some 80 bytes, others 270.
  expect(Number(reached)).toBeLessThan((10 * bytes.length + 2 ** 24) / (opcode === 0x5d ? 70 : 260));
});

it('refuses a long name above many tensors, and says so in a line', async () => {
  const tensors = pickledDict(Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`t${i}`, pickledTensor()])));
  const error: unknown = await openTorchFile(bytesSource(torchArchive({ ['x'.repeat(5000)]: tensors }))).catch(
    (reason: unknown) => reason,
  );
  expect((error as Error).message).toMatch(/^expected keys of at most 1000 characters, found x{120}\.\.\. \(500\d/);
});

/** Would end the test run if anything called it. */
const evil = (module: string, name: string): Uint8Array =>
  torchArchive({ a: pickledTensor(), b: pickledCall(pickledGlobal(module, name), ['echo no']) });
/** A pair of one pair twice, so many times over: a few bytes that a careless reader writes out. */
const doubling = (times: number): Pickled =>
  new Pickled([0x4b, 1, ...Array.from({ length: times }, (_, i) => [0x71, i, 0x68, i, 0x86]).flat()]);
const tensor = (spec: TensorSpec): Uint8Array => torchArchive({ key: pickledTensor(spec) });

describe('a file that must not be trusted', () => {
  it.each([
    ['os.system', evil('os', 'system'), '"os.system", which is not executed'],
    ['posix.system', evil('posix', 'system'), '"posix.system", which is not executed'],
    ['builtins.eval', evil('builtins', 'eval'), '"builtins.eval"'],
    ['getattr', evil('builtins', 'getattr'), '"builtins.getattr"'],
    ['a name of PyTorch that rebuilds nothing', evil('torch', 'load'), '"torch.load"'],
    ['a name that every object has', evil('torch', 'constructor'), '"torch.constructor"'],
    [
      'a name made on the stack',
      torchArchive(
        pickle(new Pickled([0x58, 2, 0, 0, 0, 0x6f, 0x73, 0x58, 6, 0, 0, 0, ...Buffer.from('system'), 0x93])),
      ),
      '"os.system"',
    ],
    [
      '2^60 values in an argument',
      torchArchive({ a: pickledCall(global('torch', 'Size'), [doubling(60)]) }),
      'a tuple of lengths',
    ],
    [
      'a device of 2^60 values',
      torchArchive({ a: pickledCall(global('torch', 'device'), ['cpu', doubling(60)]) }),
      'a device by name',
    ],
    [
      'a module of 2^60 values',
      torchArchive(pickle(new Pickled([...doubling(60).bytes, 0x58, 1, 0, 0, 0, 0x61, 0x93]))),
      'a module and a name',
    ],
    [
      '2^60 values that are called',
      torchArchive({ a: pickledCall(doubling(60), []) }),
      'something to make from a tuple',
    ],
    ['a number that is called', torchArchive({ a: pickledCall(3, []) }), 'something to make from a tuple'],
    [
      'a type of storage that is called',
      torchArchive({ a: pickledCall(global('torch', 'FloatStorage'), [10 ** 9]) }),
      'something to make from a tuple',
    ],
    [
      'a tensor without a storage',
      torchArchive({ a: pickledCall(global('torch._utils', '_rebuild_tensor_v2'), [['x'], 0, [2], [1], false, null]) }),
      'a storage, an offset, a shape and strides',
    ],
    [
      'a tensor with too few arguments, inside another',
      torchArchive({
        a: pickledCall(global('torch._utils', '_rebuild_parameter'), [
          pickledCall(global('torch._utils', '_rebuild_tensor_v2'), [1]),
          false,
          null,
        ]),
      }),
      'a storage, an offset, a shape and strides',
    ],
    [
      'a parameter of no tensor',
      torchArchive({ a: pickledCall(global('torch._utils', '_rebuild_parameter'), ['x', false, null]) }),
      'a tensor to make a parameter of',
    ],
    [
      'an ordered dictionary of something else',
      torchArchive({ a: pickledCall(global('collections', 'OrderedDict'), ['ab']) }),
      'pairs of a key and a value',
    ],
    [
      'a persistent id that is none of a storage',
      torchArchive({ a: pickledReference(['module', global('torch', 'FloatStorage'), 'os', 'cpu', 1]) }),
      'expected persistent ids of storages',
    ],
    [
      'a storage whose type is a text',
      torchArchive({ a: pickledReference(['storage', 'FloatStorage', '0', 'cpu', 6]) }),
      'expected persistent ids of storages',
    ],
    ['a storage of complex numbers', tensor({ type: 'ComplexFloatStorage' }), 'expected real numbers for key'],
    ['a storage of no type', tensor({ type: 'StringStorage' }), '"torch.StringStorage"'],
    ['a frozenset, which PyTorch refuses too', evil('builtins', 'frozenset'), '"builtins.frozenset"'],
    [
      'a state for a tensor',
      torchArchive({ a: pickledState(pickledTensor(), null) }),
      'a dictionary that takes a state',
    ],
    ['an opcode that makes objects', torchArchive(pickle(new Pickled([0x29, 0x81]))), 'found 0x81'],
    ['an opcode of registered classes', torchArchive(pickle(new Pickled([0x82, 1]))), 'found 0x82'],
    ['a text of 4 GB', torchArchive(pickle(new Pickled([0x58, 255, 255, 255, 255]))), '4294967295 more bytes'],
    ['a pickle that is cut off', torchArchive(pickle(pickledTensor()).subarray(0, -30)), 'more bytes at byte'],
    ['an empty pickle', torchArchive(new Uint8Array()), 'expected 1 more bytes'],
    ['an end without a value', torchArchive(pickle(new Pickled([]))), 'a value on the stack'],
    ['a memory that holds nothing', torchArchive(pickle(new Pickled([0x68, 7]))), 'found none under 7'],
    ['a storage smaller than its tensor', tensor({ shape: [2, 4], strides: [4, 1] }), 'key [2, 4] with strides [4, 1]'],
    ['strides out of the storage', tensor({ strides: [4, 1] }), 'within a storage of 6 numbers, found 7'],
    ['an offset out of the storage', tensor({ offset: 1 }), 'within a storage of 6 numbers, found 7'],
    ['strides of zero that repeat a number', tensor({ shape: [9, 9], strides: [0, 0] }), 'numbers, found 81'],
    [
      'a shape of 2^120 numbers',
      tensor({ shape: [2 ** 40, 2 ** 40, 2 ** 40], strides: [0, 0, 0] }),
      'within a storage of 6',
    ],
    ['a negative size', tensor({ shape: [-2, 3] }), 'none negative'],
    ['a negative stride', tensor({ strides: [3, -1] }), 'none negative'],
    ['a negative offset', tensor({ offset: -1 }), 'none negative'],
    ['an offset that is a text', tensor({ offset: '0' }), 'none negative'],
    ['a storage that is not there', tensor({ key: '9' }), 'expected archive/data/9 for key, found none'],
    ['a storage outside the archive', tensor({ key: '../../etc/passwd' }), 'passwd for key, found none'],
    ['a storage larger than its file', tensor({ count: 60 }), 'expected 240 bytes in archive/data/0 for key, found 24'],
    [
      'big-endian numbers',
      torchArchive({}, [sixFloats, { name: 'archive/byteorder', bytes: Buffer.from('big') }]),
      'expected numbers in little-endian order, found big',
    ],
    ['no pickle', torchArchive({}).slice().fill(0x78, 30, 38), 'expected archive/data.pkl at byte 0'],
  ] as [string, Uint8Array, string][])('%s: an error that says so', async (_, bytes, message) => {
    await expect(openTorchFile(bytesSource(bytes))).rejects.toThrow(message);
  });

  it('names the tensor that is twice', async () => {
    const twice = { a: pickledDict({ b: pickledTensor() }), 'a.b': pickledTensor() };
    await expect(openTorchFile(bytesSource(torchArchive(twice)))).rejects.toThrow('one tensor under a.b, found two');
  });
});
