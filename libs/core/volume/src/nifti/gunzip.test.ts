import { gzipSync } from 'node:zlib';
import { concatenateBytes } from '@braingen/test-fixtures';
import { expect, it } from 'vitest';
import { gunzip } from './gunzip.ts';

const noise = Uint8Array.from({ length: 700_000 }, (_, i) => Math.imul(i + 1, 2654435761) >>> 13);

async function inflate(bytes: Uint8Array): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  await gunzip(bytes, 'x', (piece) => pieces.push(Uint8Array.from(piece)));
  return concatenateBytes(pieces);
}

/** A member of exactly `length` bytes: the name in its header fills it up. */
function memberOfLength(content: Uint8Array, length: number): Uint8Array {
  const plain = gzipSync(content, { level: 0 });
  const name = new Uint8Array(length - plain.length).fill(0x61);
  name[name.length - 1] = 0;
  const header = Uint8Array.from(plain.subarray(0, 10));
  header[3] = 8;
  return concatenateBytes([header, name, plain.subarray(10)]);
}

it('joins members, also where one ends with a piece of the input', async () => {
  // Pieces have 2^18 bytes.
  const first = memberOfLength(noise.subarray(0, 200_000), 2 ** 18);
  expect(first.length).toBe(2 ** 18);
  const rest = gzipSync(noise.subarray(200_000));
  expect(Buffer.compare(await inflate(concatenateBytes([first, rest])), noise)).toBe(0);
  expect(Buffer.compare(await inflate(concatenateBytes([first, new Uint8Array(5)])), noise.subarray(0, 200_000))).toBe(
    0,
  );
  await expect(inflate(concatenateBytes([first, new Uint8Array(5), rest]))).rejects.toThrow(/gzip/);
  await expect(inflate(concatenateBytes([first, Uint8Array.of(9, 9, 9)]))).rejects.toThrow(/gzip/);
});

it('stops when its user has had enough', async () => {
  let pieces = 0;
  const stop = new Error('enough');
  const bomb = gzipSync(new Uint8Array(50_000_000));
  await expect(
    gunzip(bomb, 'x', () => {
      pieces++;
      throw stop;
    }),
  ).rejects.toBe(stop);
  expect(pieces).toBe(1);
});
