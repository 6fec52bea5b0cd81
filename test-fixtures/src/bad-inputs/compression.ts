import { gzipSync } from 'node:zlib';
import { concatenate, niftiFile } from '../nifti/file.ts';
import { single, type BadInput } from './bad-input.ts';

const good = (): Uint8Array => gzipSync(niftiFile());

/** With one byte, counted from the start or from the end, turned over. */
function damaged(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at < 0 ? copy.length + at : at] ^= 0xff;
  return copy;
}

/** Voxels that do not compress, so that damage in the middle hits them. */
function noisy(): Uint8Array {
  let state = 1;
  const voxels = Array.from({ length: 40 ** 3 }, () => ((state = (state * 48271) % 2147483647) % 65536) - 32768);
  return gzipSync(niftiFile({ dim: [3, 40, 40, 40, 1, 1, 1, 1], voxels }));
}

const corrupt = 'corrupt gzip, bad CRC';
const truncated = 'truncated .nii / .nii.gz, dims larger than the file';
const members = 'several gzip members';
const trailing = 'gzip + trailing zeros / garbage';
const naming = '.nii.gz that is not gzip, .nii that is';
const bomb = 'a gzip bomb';

export const compressionInputs: readonly BadInput[] = [
  single(corrupt, 'bad-crc.nii.gz', 'refused', /gzip/, () => damaged(good(), -6)),
  single(corrupt, 'bad-length.nii.gz', 'refused', /gzip/, () => damaged(good(), -2)),
  single(corrupt, 'bad-middle.nii.gz', 'refused', /gzip/, () => damaged(noisy(), 40_000)),
  single(corrupt, 'bad-second-member.nii.gz', 'refused', /gzip/, () => {
    const bytes = niftiFile();
    return concatenate([gzipSync(bytes.subarray(0, 400)), damaged(gzipSync(bytes.subarray(400)), -5)]);
  }),
  single(truncated, 'truncated-stream.nii.gz', 'refused', /gzip/, () => noisy().subarray(0, 60_000)),
  single(truncated, 'truncated-checksum.nii.gz', 'refused', /gzip/, () => good().subarray(0, -3)),
  single(truncated, 'truncated-content.nii.gz', 'refused', /length.*expected 472/, () =>
    gzipSync(niftiFile().subarray(0, -1)),
  ),
  single(members, 'members.nii.gz', 'read', undefined, () => {
    const bytes = niftiFile();
    return concatenate(
      [bytes.subarray(0, 100), bytes.subarray(100, 361), bytes.subarray(361)].map((part) => gzipSync(part)),
    );
  }),
  single(members, 'empty-member.nii.gz', 'read', undefined, () => concatenate([good(), gzipSync(new Uint8Array(0))])),
  single(trailing, 'trailing-zeros.nii.gz', 'read', undefined, () => concatenate([good(), new Uint8Array(3000)])),
  single(trailing, 'trailing-garbage.nii.gz', 'refused', /gzip/, () =>
    concatenate([good(), new Uint8Array(300).fill(7)]),
  ),
  single(trailing, 'zeros-then-garbage.nii.gz', 'refused', /gzip/, () =>
    concatenate([good(), new Uint8Array(400_000), new Uint8Array(300).fill(7)]),
  ),
  single(naming, 'not-gzip.nii.gz', 'read', undefined, () => niftiFile()),
  single(naming, 'gzip.nii', 'read', undefined, good),
  single(bomb, 'bomb.nii.gz', 'refused', /length.*goes on beyond/, () => {
    const zeros = gzipSync(new Uint8Array(32 << 20));
    return concatenate([good(), zeros]);
  }),
  single(bomb, 'bomb-by-header.nii.gz', 'refused', /dim/, () =>
    gzipSync(niftiFile({ dim: [3, 30000, 30000, 10, 1, 1, 1, 1] })),
  ),
  single(bomb, 'bomb-impossible.nii.gz', 'refused', /length.*at most/, () =>
    gzipSync(niftiFile({ dim: [3, 600, 600, 600, 1, 1, 1, 1] })),
  ),
];
