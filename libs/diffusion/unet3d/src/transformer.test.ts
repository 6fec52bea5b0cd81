import { startEngine, tf } from '@braingen/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildingScope } from './parameters.ts';
import { geglu, spatialTransformer } from './transformer.ts';

beforeAll(() => startEngine());

describe('GEGLU', () => {
  it('multiplies the first half by the exact GELU of the second', () => {
    // GELU(x) = x Phi(x), with Phi of tables of the normal distribution.
    const values = geglu(tf.tensor3d([[[2, 3, 5, 1, -1, 2]]])).dataSync();
    [2 * 0.8413447, 3 * -0.1586553, 5 * 2 * 0.9772499].forEach((expected, index) =>
      expect(values[index]).toBeCloseTo(expected, 5),
    );
  });
});

describe('a transformer', () => {
  const config = {
    normNumGroups: 2,
    normEps: 1e-6,
    gradientCheckpointing: false,
    includeFc: true,
    useCombinedLinear: false,
    transformerNumLayers: 1,
    crossAttentionDim: 3,
  };

  it('passes its input on until it has learned something, then adds what the context says', () => {
    const variables = new Map<string, tf.Variable>();
    const block = spatialTransformer(buildingScope(variables, 1), 4, 3, config);
    const x = tf.randomNormal<tf.Rank.R5>([1, 2, 1, 2, 4], 0, 1, 'float32', 5);
    const [first, second] = [1, 2].map((seed) => tf.randomNormal<tf.Rank.R3>([1, 2, 3], 0, 1, 'float32', seed));
    expect(block(x, first).arraySync()).toEqual(x.arraySync());

    const last = variables.get('proj_out.conv.weight') as tf.Variable;
    last.assign(tf.ones(last.shape));
    const difference = tf.max(tf.abs(tf.sub(block(x, first), block(x, second)))).dataSync()[0];
    expect(difference).toBeGreaterThan(1e-3);
    // Three channels of a head fit once into four.
    expect(variables.get('transformer_blocks.0.attn2.to_k.weight')?.shape).toEqual([3, 3]);
  });
});
