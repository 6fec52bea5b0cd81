import { gzipSync } from 'node:zlib';
import { concatenate, niftiFile, niftiPair } from '../nifti/file.ts';
import { single, type BadInput } from './bad-input.ts';

/** An extension that states a size, before voxels at 416. */
function extended(size: number): Uint8Array {
  const bytes = new Uint8Array(4 + 64);
  bytes[0] = 1;
  new DataView(bytes.buffer).setInt32(4, size, true);
  new DataView(bytes.buffer).setInt32(8, 6, true);
  return niftiFile({ extension: bytes, voxOffset: 416 });
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

const truncated = 'truncated .nii / .nii.gz, dims larger than the file';
const offset = 'vox_offset 0 / beyond the file / fractional';
const content = 'datatype and bitpix disagree, bad magic, empty file, header only, git-lfs or git-annex pointer text';
const extension = 'header extension ecode 16 (a Python pickle)';

export const contentInputs: readonly BadInput[] = [
  single(truncated, 'truncated.nii', 'refused', /length: expected 472, .*, found 471 bytes/, () =>
    niftiFile().subarray(0, -1),
  ),
  single(truncated, 'dims-too-large.nii', 'refused', /length: expected .*, found 472 bytes/, () =>
    niftiFile({ dim: [3, 50, 40, 30, 1, 1, 1, 1] }),
  ),
  {
    row: truncated,
    name: 'truncated-pair',
    open: 'truncated-pair.hdr',
    outcome: 'refused',
    says: /length: expected 120, .*, found 119 bytes/,
    make: () => {
      const { header, image } = niftiPair();
      return { 'truncated-pair.hdr': header, 'truncated-pair.img': image.subarray(0, -1) };
    },
  },
  single(offset, 'offset-zero.nii', 'refused', /vox_offset: expected .*, found 0/, () => niftiFile({ voxOffset: 0 })),
  single(offset, 'offset-in-header.nii', 'refused', /vox_offset: expected .*, found 340/, () =>
    niftiFile({ voxOffset: 340 }),
  ),
  single(offset, 'offset-negative.nii', 'refused', /vox_offset/, () => niftiFile({ voxOffset: -352 })),
  single(offset, 'offset-beyond.nii', 'refused', /length/, () => niftiFile({ voxOffset: 100_000 })),
  single(offset, 'offset-fractional.nii', 'refused', /vox_offset: expected .*, found 352.5/, () =>
    niftiFile({ voxOffset: 352.5 }),
  ),
  single(offset, 'offset-nan.nii', 'refused', /vox_offset: expected .*, found NaN/, () =>
    niftiFile({ voxOffset: NaN }),
  ),
  single(offset, 'offset-zero-nifti2.nii', 'refused', /vox_offset: expected .*, found 0/, () =>
    niftiFile({ format: 'nifti2', voxOffset: 0 }),
  ),
  single(content, 'bitpix.nii', 'refused', /bitpix: expected 16 for int16, found 8/, () => niftiFile({ bitpix: 8 })),
  single(content, 'bad-magic.nii', 'refused', /magic/, () => niftiFile({ magic: 'n+7\0' })),
  single(content, 'no-magic.nii', 'refused', /magic/, () => niftiFile({ magic: '\0\0\0\0' })),
  single(content, 'bad-magic-nifti2.nii', 'refused', /magic/, () =>
    niftiFile({ format: 'nifti2', magic: 'n+2\0\n\n\n\n' }),
  ),
  single(content, 'pair-magic.nii', 'refused', /magic/, () => niftiFile({ magic: 'ni1\0' })),
  single(content, 'bad-size.nii', 'refused', /sizeof_hdr: expected .*, found 349/, () => niftiFile({ sizeofHdr: 349 })),
  single(content, 'empty.nii', 'refused', /no bytes/, () => new Uint8Array(0)),
  single(content, 'empty-name.nii.gz', 'refused', /no bytes/, () => new Uint8Array(0)),
  single(content, 'short.nii', 'refused', /found 100 bytes/, () => niftiFile().subarray(0, 100)),
  single(content, 'header-only.nii', 'refused', /length: expected .*, found 348 bytes/, () =>
    niftiFile().subarray(0, 348),
  ),
  single(content, 'git-lfs.nii.gz', 'refused', /git-lfs pointer/, () =>
    text(`version https://git-lfs.github.com/spec/v1\noid sha256:${'0123456789abcdef'.repeat(4)}\nsize 12345678\n`),
  ),
  single(content, 'git-annex.nii.gz', 'refused', /git-annex pointer/, () =>
    text(`/annex/objects/MD5E-s12345678--${'0123456789abcdef'.repeat(2)}.nii.gz\n`),
  ),
  single(content, 'git-annex-link-text.nii.gz', 'refused', /git-annex pointer/, () =>
    text(`../../.git/annex/objects/0k/Zz/MD5E-s1--${'0123456789abcdef'.repeat(2)}.nii.gz/MD5E-s1--0.nii.gz`),
  ),
  single(extension, 'pickle-extension.nii', 'read', undefined, () => {
    // Flag, size, code 16 and a pickle that would run a command; 64 bytes in all, so the voxels follow at 416.
    const bytes = new Uint8Array(4 + 64);
    bytes[0] = 1;
    new DataView(bytes.buffer).setInt32(4, 64, true);
    new DataView(bytes.buffer).setInt32(8, 16, true);
    bytes.set(text("cos\nsystem\n(S'false'\ntR."), 12);
    return niftiFile({ extension: bytes, voxOffset: 416 });
  }),
  single(extension, 'nonsense-extension.nii', 'warned', /extension 1 states a size of -1/, () => {
    const bytes = new Uint8Array(4 + 64).fill(0xff);
    return niftiFile({ extension: bytes, voxOffset: 416 });
  }),
  // A size that leads back into the header: whoever adds it up goes round for ever.
  single(extension, 'endless-extension.nii', 'warned', /extension 1 states a size of -16/, () => extended(-16)),
  single(extension, 'endless-extension.nii.gz', 'warned', /extension 1 states a size of -16/, () =>
    gzipSync(extended(-16)),
  ),
  single(extension, 'zero-extension.nii.gz', 'warned', /extension 1 states a size of 0/, () => gzipSync(extended(0))),
  single(extension, 'odd-extension.nii', 'read', undefined, () => extended(61)),
  single(extension, 'odd-extension.nii.gz', 'read', undefined, () => gzipSync(extended(61))),
  single(extension, 'long-extension.nii', 'warned', /size of 2147483647/, () => extended(2 ** 31 - 1)),
  single(extension, 'voxels-followed-by-more.nii', 'warned', /9 bytes follow/, () =>
    concatenate([niftiFile(), new Uint8Array(9)]),
  ),
];
