import { startEngine, tf } from '@braingen/engine';
import { createRandom, identityAffine, Volume } from '@braingen/volume';
import { beforeAll, describe, expect, it } from 'vitest';
import { featuresOf, type FeatureExtractor } from './feature-extractor.ts';
import { fid } from './fid.ts';
import { randomFeatures } from './random-features.ts';

const shape = [22, 26, 20] as const;

/** A smooth bump of individual place and height. */
function bump(seed: string, change: (value: number) => number = (value) => value): Volume {
  const random = createRandom(seed);
  const [cx, cy, cz, height] = [11, 13, 10, 0.7].map((value) => value * (0.95 + 0.1 * random.uniform()));
  const voxels = Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, i) => {
    const [x, y, z] = [i % shape[0], Math.floor(i / shape[0]) % shape[1], Math.floor(i / (shape[0] * shape[1]))];
    return change(height * Math.exp(-((x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2) / 60));
  });
  return new Volume(voxels, { shape: [...shape], affine: identityAffine });
}

beforeAll(async () => {
  await startEngine({ name: 'embedded' });
});

describe('randomFeatures', () => {
  it('gives a mean and a deviation for each channel of each stage', async () => {
    const features = await randomFeatures({ channels: [4, 6] }).extract(bump('a'));
    expect(features).toHaveLength(2 * (4 + 6));
    expect(features.slice(4, 8).every((deviation) => deviation >= 0)).toBe(true);
  });

  it('gives the same for the same seed, another for another', async () => {
    const [one, again, other] = await Promise.all([5, 5, 6].map((seed) => randomFeatures({ seed }).extract(bump('a'))));
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it('leaves no tensors behind but its filters', async () => {
    const extractor = randomFeatures({ channels: [4, 6] });
    await extractor.extract(bump('a'));
    const before = tf.memory().numTensors;
    await extractor.extract(bump('b'));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('lets FID tell noise, blur and brightness from the real thing', async () => {
    const random = createRandom(0);
    const metric = fid({ features: randomFeatures() });
    const set = (name: string, change?: (value: number) => number) =>
      Array.from({ length: 8 }, (_, i) => bump(`${name} ${i}`, change));
    const real = set('real');
    const figure = async (volumes: Volume[]) => (await metric.evaluate(real, volumes, { resamples: 20 })).value;
    const good = await figure(set('fresh'));
    expect(await figure(set('fresh', (value) => value + 0.05 * random.normal()))).toBeGreaterThan(2 * good);
    expect(await figure(set('fresh', (value) => 0.8 * value))).toBeGreaterThan(2 * good);
  });
});

describe('featuresOf', () => {
  const counting = (): FeatureExtractor & { calls: number } => ({
    name: 'counting',
    settings: {},
    calls: 0,
    extract(volume) {
      this.calls++;
      return Promise.resolve(Float64Array.of(volume.voxels[0]));
    },
  });

  it('puts a volume through an extractor once', async () => {
    const extractor = counting();
    const volumes = [bump('a'), bump('b')];
    const first = await featuresOf(volumes, extractor);
    expect(await featuresOf([...volumes].reverse(), extractor)).toEqual([...first].reverse());
    expect(extractor.calls).toBe(2);
  });

  it('refuses features that are not finite', async () => {
    const broken = { name: 'broken', settings: {}, extract: () => Promise.resolve(Float64Array.of(1, NaN)) };
    await expect(featuresOf([bump('a')], broken)).rejects.toThrow('expected finite features of "broken"');
  });
});
