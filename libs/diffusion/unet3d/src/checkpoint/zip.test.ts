import { storedZip, type ZipFile, type ZipOptions } from '@braingen/test-fixtures';
import { describe, expect, it } from 'vitest';
import { bytesSource, type ByteSource } from './byte-source.ts';
import { locateZipEntry, readZipDirectory, type ZipEntry } from './zip.ts';

const file = (name: string, length: number, lies: Partial<ZipFile> = {}): ZipFile => ({
  name,
  bytes: new Uint8Array(length).fill(name.charCodeAt(0)),
  ...lies,
});

async function contents(source: ByteSource): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, entry] of await readZipDirectory(source)) {
    const begin = await locateZipEntry(source, entry);
    found[name] = new TextDecoder().decode(await source.read(begin, begin + entry.size));
  }
  return found;
}

describe('a zip archive', () => {
  it.each([{}, { zip64: true }, { comment: 'PK\x05\x06' }, { zip64: true, comment: 'x' }] as ZipOptions[])(
    'gives its files (%o)',
    async (options) => {
      const bytes = storedZip([file('a', 3), file('b/c', 0), file('d', 70)], options);
      expect(await contents(bytesSource(bytes))).toEqual({ a: 'aaa', 'b/c': '', d: 'd'.repeat(70) });
    },
  );

  const good = storedZip([file('a', 30), file('b', 40)]);
  it.each([
    ['nothing', new Uint8Array(), 'found none: it is cut off'],
    ['a cut end', good.subarray(0, -20), 'found none: it is cut off'],
    ['a cut beginning', good.subarray(20), 'expected a directory that ends before byte'],
    ['a packed file', storedZip([file('a', 3, { method: 8, size: 2 ** 31 })]), 'expected a stored, as PyTorch does'],
    ['an encrypted file', storedZip([file('a', 3, { flags: 1 })]), 'expected a in the clear'],
    [
      'a size that is no size of the file',
      storedZip([file('a', 3, { size: 300 })]),
      'expected a to end before the directory',
    ],
    [
      '2^52 bytes',
      storedZip([file('a', 3, { size: 2 ** 52 })], { zip64: true }),
      'expected a to end before the directory',
    ],
    ['2^60 bytes', storedZip([file('a', 3, { size: 2 ** 60 })], { zip64: true }), 'expected a size below 2^53'],
    ['two sizes', storedZip([file('a', 3, { packedSize: 2 })]), 'expected 3 bytes of a, found 2'],
    [
      'files that overlap',
      storedZip([file('a', 30, { size: 50 }), file('b', 40)]),
      'expected a to end before b at byte 61',
    ],
    ['one file in two places', storedZip([file('a', 3), file('a', 3)]), 'expected a once, found it twice'],
    [
      'more files than are there',
      storedZip([file('a', 3)], { count: 60_000 }),
      'expected at most 1 files, found 60000',
    ],
    ['2^40 files', storedZip([file('a', 3)], { count: 2 ** 40, zip64: true }), 'found 1099511627776'],
    ['a file that begins in another', storedZip([file('a', 40), file('b', 3, { header: 5 })]), 'zip: expected'],
  ] as [string, Uint8Array, string][])('with %s is refused', async (_, bytes, message) => {
    await expect(contents(bytesSource(bytes))).rejects.toThrow(message);
  });

  it('reads no more of the archive than its directory', async () => {
    const bytes = storedZip([file('a', 100_000), file('b', 100_000)]);
    let read = 0;
    const source = bytesSource(bytes);
    const counting: ByteSource = { ...source, read: (begin, end) => ((read += end - begin), source.read(begin, end)) };
    const entries = await readZipDirectory(counting);
    await locateZipEntry(counting, entries.get('b') as ZipEntry);
    expect(read).toBeLessThan(66_000);
  });
});
