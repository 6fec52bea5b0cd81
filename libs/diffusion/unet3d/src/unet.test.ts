import { startEngine, tf } from '@braingen/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Condition } from './condition.ts';
import { paperConfig, type UNetConfig } from './config.ts';
import { createUNet, parameterCount, parameterShapes } from './unet.ts';

const tiny: UNetConfig = { channels: [4, 8], numResBlocks: 1, attentionLevels: [false, true], normNumGroups: 2 };

beforeAll(() => startEngine());

describe('the parameters', () => {
  it('are 47,475,969 in 268 tensors for the published network', () => {
    const shapes = parameterShapes(paperConfig);
    expect(shapes.size).toBe(268);
    expect(parameterCount(paperConfig)).toBe(47_475_969);
    const part = (prefix: string): number =>
      [...shapes]
        .filter(([key]) => key.startsWith(prefix))
        .reduce((sum, [, s]) => sum + s.reduce((a, b) => a * b, 1), 0);
    expect(part('conv_in.')).toBe(3_584);
    expect(part('time_embed.')).toBe(328_704);
    expect(['0', '1', '2'].map((level) => part(`down_blocks.${level}.`))).toEqual([2_344_832, 2_344_832, 7_019_008]);
    expect(['resnet_1', 'attention', 'resnet_2'].map((name) => part(`middle_block.${name}.`))).toEqual([
      3_671_808, 263_680, 3_671_808,
    ]);
    expect(['0', '1', '2'].map((level) => part(`up_blocks.${level}.`))).toEqual([18_362_368, 5_181_568, 4_280_064]);
    expect(part('out.')).toBe(3_713);
  });

  it('are 189,815,297 with twice the channels', () => {
    expect(parameterCount({ ...paperConfig, channels: [256, 256, 512], numHeadChannels: 512 })).toBe(189_815_297);
  });

  it('are described as they are built', () => {
    const unet = createUNet(tiny);
    expect(new Map([...unet.parameters].map(([key, variable]) => [key, variable.shape]))).toEqual(
      parameterShapes(tiny),
    );
    unet.dispose();
  });

  it('start as PyTorch has them: within 1 / sqrt(fan in), zero where the network should add nothing', () => {
    const unet = createUNet({ ...tiny, seed: 3 });
    const values = (key: string): Float32Array => unet.parameters.get(key)?.dataSync() as Float32Array;
    const weight = values('down_blocks.1.resnets.0.conv1.conv.weight');
    const bound = 1 / Math.sqrt(4 * 27);
    const spread = Math.sqrt(weight.reduce((sum, value) => sum + value * value, 0) / weight.length);
    expect(Math.max(...weight.map(Math.abs))).toBeLessThanOrEqual(Math.fround(bound));
    expect(spread / (bound / Math.sqrt(3))).toBeCloseTo(1, 1);
    for (const key of [
      'out.2.conv.weight',
      'middle_block.resnet_1.conv2.conv.weight',
      'middle_block.resnet_1.conv2.conv.bias',
    ]) {
      expect(
        values(key).every((value) => value === 0),
        key,
      ).toBe(true);
    }
    expect(values('middle_block.attention.attn.out_proj.weight').some((value) => value !== 0)).toBe(true);
    unet.dispose();
  });

  it('depend on the seed and on nothing else', () => {
    const first = (seed: number): number[] => {
      const unet = createUNet({ ...tiny, seed });
      const values = [...(unet.parameters.get('conv_in.conv.weight') as tf.Variable).dataSync()];
      unet.dispose();
      return values;
    };
    expect(first(1)).toEqual(first(1));
    expect(first(1)).not.toEqual(first(2));
  });
});

describe('encode', () => {
  it('gives what each level and the middle leave, and no other tensors', () => {
    const unet = createUNet(tiny);
    const [x, t] = [tf.ones([1, 4, 2, 6, 1]) as tf.Tensor5D, tf.tensor1d([5])];
    const before = tf.memory().numTensors;
    const [fine, coarse, middle] = unet.encode(x, t);
    expect([fine, coarse, middle].map(({ shape }) => shape)).toEqual([
      [1, 4, 2, 6, 4],
      [1, 2, 1, 3, 8],
      [1, 2, 1, 3, 8],
    ]);
    expect(tf.memory().numTensors).toBe(before + 3);

    // What is below a level does not reach it.
    unet.parameters.get('middle_block.resnet_2.conv2.conv.bias')?.assign(tf.fill([8], 10));
    const after = unet.encode(x, t);
    expect(after[1].dataSync()).toEqual(coarse.dataSync());
    expect(after[2].dataSync()[0]).toBeCloseTo(middle.dataSync()[0] + 10, 4);
    expect(() => unet.encode(tf.ones([1, 4, 5, 4, 1]), t)).toThrow('multiples of 2 for 2 levels');
    tf.dispose([x, t, fine, coarse, middle, after]);
    unet.dispose();
  });
});

describe('predict', () => {
  it('predicts 0 before any training', () => {
    const unet = createUNet(tiny);
    const values = tf.tidy(() => unet.predict(tf.ones([1, 4, 2, 6, 1]), tf.tensor1d([5])).dataSync());
    expect(values.length).toBe(48);
    expect(values.every((value) => value === 0)).toBe(true);
    unet.dispose();
  });

  it('takes conditioning channels after those of x', () => {
    const unet = createUNet({ ...tiny, inChannels: 3 });
    const [x, t] = [tf.ones([1, 4, 4, 4, 1]) as tf.Tensor5D, tf.tensor1d([5])];
    const channels = tf.ones([1, 4, 4, 4, 2]) as tf.Tensor5D;
    expect(unet.predict(x, t, { channels }).shape).toEqual([1, 4, 4, 4, 1]);
    expect(() => unet.predict(x, t)).toThrow('expected 3 input channels, found 1');
    unet.dispose();
  });

  it.each([false, true])('leaves no tensors behind, with checkpointing %s', (gradientCheckpointing) => {
    const conditioned = { withConditioning: true, crossAttentionDim: 2, numClassEmbeds: 3, numCovariates: 2 };
    const unet = createUNet({ ...tiny, ...conditioned, resblockUpdown: true, gradientCheckpointing });
    const [x, t] = [tf.ones([1, 4, 4, 4, 1]) as tf.Tensor5D, tf.tensor1d([5])];
    const condition: Condition = {
      context: tf.ones([1, 3, 2]),
      classes: tf.tensor1d([2], 'int32'),
      covariates: tf.ones([1, 2]),
    };
    const before = tf.memory().numTensors;
    unet.predict(x, t, condition).dispose();
    expect(tf.memory().numTensors).toBe(before);
    const loss = (): tf.Scalar => tf.mean(unet.predict(x, t, condition));
    const { value, grads } = tf.variableGrads(loss, [...unet.parameters.values()]);
    tf.dispose([value, grads]);
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([x, t, { ...condition }]);
    unet.dispose();
  });

  it('names invalid input', () => {
    const unet = createUNet(tiny);
    const t = tf.tensor1d([5]);
    expect(() => unet.predict(tf.ones([1, 4, 5, 4, 1]), t)).toThrow('multiples of 2 for 2 levels, found 4 x 5 x 4');
    expect(() => unet.predict(tf.ones([2, 4, 4, 4, 1]), t)).toThrow(
      'expected one time for each of 2 volumes, found shape [1]',
    );
    unet.dispose();
  });

  it.each([
    [{ channels: [] }, 'at least one level'],
    [{ channels: [4, 6], normNumGroups: 4 }, 'expected channels[1] divisible by normNumGroups 4, found 6'],
    [{ channels: [4, 8], normNumGroups: 2, numHeadChannels: 3 }, 'divisible by numHeadChannels 3, found 8'],
    [{ channels: [4, 8], normNumGroups: 2, attentionLevels: [true] }, 'expected 2 entries in attentionLevels'],
    [{ ...tiny, withConditioning: true }, 'expected crossAttentionDim, since withConditioning is set, found none'],
    [{ ...tiny, crossAttentionDim: 4 }, 'expected withConditioning, since crossAttentionDim is 4, found none'],
    [{ ...tiny, numClassEmbeds: 0 }, 'expected numClassEmbeds to be a whole number above 0, found 0'],
    [{ ...tiny, covariatesAs: 'embedding' }, 'expected numCovariates, since covariatesAs is embedding, found none'],
    [{ ...tiny, numCovariates: 2, covariatesAs: 'context' }, 'expected crossAttentionDim 2, since the covariates are'],
    [{ ...tiny, numCovariates: 2, covariatesAs: 'channels' }, 'expected inChannels above 2, since the covariates are'],
    [
      { ...tiny, withConditioning: true, crossAttentionDim: 1, numHeadChannels: 9 },
      'expected channels[1] of at least numHeadChannels 9, found 8',
    ],
    [
      { ...tiny, normNumGroups: 'a\n'.repeat(5000) as unknown as number },
      `found ${'a\\n'.repeat(60)}... (10000 characters)`,
    ],
    [{ ...tiny, normEps: '1' as unknown as number }, 'expected normEps above 0, found 1'],
    [{ channels: [4, 8.5], normNumGroups: 2 }, 'expected channels[1] to be a whole number above 0, found 8.5'],
  ] satisfies [UNetConfig, string][])('refuses the configuration %o', (config, message) => {
    expect(() => createUNet(config)).toThrow(message);
  });
});
