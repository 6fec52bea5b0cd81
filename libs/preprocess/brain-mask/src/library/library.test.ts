import { createPhantom } from '@braingen/phantom';
import { loadTemplate } from '@braingen/registration';
import { resample, Volume, type Affine } from '@braingen/volume';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BrainExtraction } from '../brain-extraction.ts';
import { extractBrain } from '../extract-brain.ts';
import { dice, registeredHead, type Head } from '../test-heads.test-data.ts';
import { entries as shippedData } from './data.ts';
import { assertEntry, type LibraryEntry } from './entry.ts';
import { loadLibrary } from './shipped.ts';

let prior: Volume;
let heads: Head[];
let alone: BrainExtraction;

beforeAll(async () => {
  prior = (await loadTemplate()).intracranialMask;
  heads = [];
  for (const seed of [1, 2, 3])
    heads.push(registeredHead(await createPhantom({ seed, spacing: 2, fieldStrength: 0.03 }), prior));
  alone = await extract([]);
});

/** The first head's cavity; a short reach is quick. */
const extract = (library?: readonly LibraryEntry[]): Promise<BrainExtraction> =>
  extractBrain(heads[0].image, { prior, library, reachMm: 6 });

const entryOf = ({ image, truth }: Head, name = 'phantom'): LibraryEntry => ({ name, image, mask: truth });
const flip: Affine = [
  [-1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
  [0, 0, 0, 1],
];

describe('a library of heads', () => {
  it('serves mirrored as well, whatever its scale and inhomogeneity', async () => {
    const { image, truth } = heads[0];
    const mirrored = (volume: Volume): Volume => resample(volume, prior, { transform: flip });
    const own = mirrored(image);
    const shaded = own.with(own.voxels.map((value, i) => 700 * value * (0.85 + (0.3 * (i % 91)) / 91)));
    const { mask } = await extract([entryOf({ image: shaded, truth: mirrored(truth) })]);
    expect(dice(mask, truth)).toBeGreaterThan(dice(alone.mask, truth) + 0.005);
  });

  it('has no say where its heads are unlike', async () => {
    const inverse = heads[1].image.with(heads[1].image.voxels.map((value) => (value > 5 ? 160 - value : value)));
    const other = await extract([{ ...entryOf(heads[1]), image: inverse }]);
    expect(other.libraryShare).toBe(0);
    expect(other.mask.voxels).toEqual(alone.mask.voxels);
  });

  it('refuses entries that cannot serve, by name', async () => {
    const { image, truth } = heads[0];
    const elsewhere = new Volume(truth.voxels, { shape: truth.shape, affine: flip });
    expect(() => assertEntry({ name: 'b', image, mask: elsewhere })).toThrow(/"b".*expected one grid/);
    expect(() => assertEntry({ name: 'c', image, mask: Volume.zeros(image) })).toThrow(/"c".*found 0 ml/);
    expect(() => assertEntry({ name: 'd', image: Volume.zeros(image), mask: truth })).toThrow(/"d".*contrast/);
    const stripped = image.with(image.voxels.map((value, i) => value * truth.voxels[i]));
    expect(() => assertEntry({ name: 'e', image: stripped, mask: truth })).toThrow(/"e".*stripped/);
    const affine = prior.affine.map((row, i) => row.map((v, j) => (i === 1 && j === 3 ? v + 60 : v)));
    const away = { shape: image.shape, affine: affine as unknown as Affine };
    const moved = { name: 'f', image: new Volume(image.voxels, away), mask: new Volume(truth.voxels, away) };
    await expect(extract([moved])).rejects.toThrow(/"f".*prior's space/);
    await expect(extract([{ ...entryOf(heads[1], 'g'), mask: elsewhere }])).rejects.toThrow(/"g"/);
  });
});

describe('the shipped library', () => {
  it('holds averages of heads, known around the edge, in at most 400 kB', async () => {
    const library = await loadLibrary();
    expect(library.length).toBe(shippedData.length);
    expect(shippedData.reduce((sum, { bytes }) => sum + bytes.length * 0.75, 0)).toBeLessThan(400_000);
    for (const { mask, image } of library) {
      expect(
        dice(
          mask.with(Uint8Array.from(mask.voxels, (p) => (p > 0.5 ? 1 : 0))),
          resample(prior, mask, { interpolation: 'nearest' }),
        ),
      ).toBeGreaterThan(0.9);
      expect(Math.max(...image.voxels.subarray(0, 91 * 109))).toBe(0);
    }
  });

  it('does not spoil a head of another kind', async () => {
    const { truth } = heads[0];
    expect(dice((await extract()).mask, truth)).toBeGreaterThan(dice(alone.mask, truth) - 0.005);
  });
});
