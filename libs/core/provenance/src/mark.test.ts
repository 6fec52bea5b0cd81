import { createHash } from 'node:crypto';
import { decodeNifti, encodeNifti, identityAffine, textOfExtension, Volume } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { hashVoxels } from './hash-voxels.ts';
import { mark } from './mark.ts';
import type { ProvenanceFacts } from './provenance.ts';
import { readMark } from './read-mark.ts';

const volume = new Volume(Float32Array.of(0, 0.5, -1, 3, 4, 5), { shape: [3, 2, 1], affine: identityAffine });
const facts: ProvenanceFacts = {
  GeneratedBy: { Name: 'braingen', Version: '0.1.0' },
  Model: { SHA256: 'ab'.repeat(32), Kind: 'cascade', Step: 900 },
  Seed: 7,
  Number: 2,
  Condition: { age: 70 },
};

describe('a marked volume', () => {
  it('says in its description that it is synthetic, and by what model, seed and number', async () => {
    const { header } = await decodeNifti(await encodeNifti(volume, await mark([volume], facts)));
    expect(header.description).toBe('SYNTHETIC, braingen 0.1.0, model abababababab, seed 7, number 2');
  });

  it('says the same, and what its voxels are, in an extension', async () => {
    const image = await decodeNifti(await encodeNifti(volume, await mark([volume], facts)));
    expect(readMark(image.extensions)).toEqual({
      Synthetic: true,
      DigitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
      ...facts,
      VoxelsSHA256: [await hashVoxels(image.volume)],
    });
    expect(image.extensions.map(({ code }) => code)).toEqual([6]);
    expect(() => JSON.parse(textOfExtension(image.extensions[0])) as unknown).not.toThrow();
  });

  it('has a description that fits, whatever the seed', async () => {
    const { description } = await mark([volume], { ...facts, Seed: 'Ü'.repeat(80) });
    expect(new TextEncoder().encode(description).length).toBeLessThanOrEqual(79);
  });
});

describe('hashVoxels', () => {
  it('is SHA-256 of shape and voxels, little-endian', async () => {
    const bytes = Buffer.alloc(12 + 24);
    [3, 2, 1].forEach((side, i) => bytes.writeInt32LE(side, 4 * i));
    volume.voxels.forEach((value, i) => bytes.writeFloatLE(value, 12 + 4 * i));
    expect(await hashVoxels(volume)).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('tells shapes of the same voxels apart', async () => {
    const turned = new Volume(volume.voxels, { shape: [2, 3, 1], affine: identityAffine });
    expect(await hashVoxels(turned)).not.toBe(await hashVoxels(volume));
  });
});

describe('readMark', () => {
  const comment = (text: string) => ({ code: 6, data: new TextEncoder().encode(text) });

  it.each(['made by hand', '{"Synthetic":true}', '{"Synthetic":', 'null'])('finds none in a comment of %s', (text) => {
    expect(readMark([comment(text)])).toBeUndefined();
  });

  it('finds it behind other extensions, and not under another code', async () => {
    const { extensions = [] } = await mark([volume], facts);
    expect(readMark([comment('hello'), { code: 4, data: extensions[0].data }, ...extensions])?.Seed).toBe(7);
    expect(readMark([{ code: 4, data: extensions[0].data }])).toBeUndefined();
  });
});
