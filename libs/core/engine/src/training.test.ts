import { loadKernels } from '@braingen/kernels';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  Adam,
  addChannels,
  attention,
  concatChannels,
  conv3d,
  gradients,
  groupNormSilu,
  linear,
  meanSquaredError,
  recompute,
  startEngine,
  tf,
  updateMovingAverage,
  upsampleNearest,
} from './index.ts';
import { enginesUnderTest } from './contract/engines.ts';
import { values } from './contract/evaluate.ts';

const channels = 8;

/** A small network with all that a U-Net has. */
function network(): { variables: Map<string, tf.Variable>; loss: () => tf.Scalar } {
  const variables = new Map<string, tf.Variable>();
  const parameter = (name: string, ...shape: number[]): tf.Variable => {
    const scale = 1 / Math.sqrt(shape.slice(0, -1).reduce((a, b) => a * b, 1));
    const initial = values(tf.util.sizeFromShape(shape), variables.size + 1).map((value) => value * scale);
    const variable = tf.tidy(() => tf.variable(tf.tensor(initial, shape)));
    variables.set(name, variable);
    return variable;
  };
  const filter = (name: string, inside: number, outside: number): tf.Tensor5D =>
    parameter(name, 3, 3, 3, inside, outside) as tf.Tensor as tf.Tensor5D;
  const vector = (name: string): tf.Tensor1D => parameter(name, channels) as tf.Tensor as tf.Tensor1D;
  const matrix = (name: string): tf.Tensor2D => parameter(name, channels, channels) as tf.Tensor as tf.Tensor2D;

  const first = filter('first', 1, channels);
  const down = filter('down', channels, channels);
  const up = filter('up', 2 * channels, channels);
  const last = filter('last', channels, 1);
  const [scale, offset, bias] = ['scale', 'offset', 'bias'].map(vector);
  const [q, k, v, time] = ['q', 'k', 'v', 'time'].map(matrix);

  const x = tf.keep(tf.tensor5d(values(4 * 6 * 4, 50), [1, 4, 6, 4, 1]));
  const target = tf.keep(tf.tensor5d(values(4 * 6 * 4, 51), [1, 4, 6, 4, 1]));
  const t = tf.keep(tf.tensor2d(values(channels, 52), [1, channels]));
  const loss = (): tf.Scalar =>
    tf.tidy(() => {
      const a = addChannels(conv3d(x, first, bias), linear(t, time));
      const b = groupNormSilu(conv3d(a, down, undefined, { strides: 2 }), scale, offset, { groups: 2 });
      const tokens = tf.reshape(b, [1, -1, channels]) as tf.Tensor3D;
      const mixed = attention(linear(tokens, q), linear(tokens, k), linear(tokens, v), { heads: 2 });
      const c = upsampleNearest(tf.add(tf.reshape(mixed, b.shape), b) as tf.Tensor5D);
      return meanSquaredError(conv3d(conv3d(concatChannels([a, c]), up), last), target);
    });
  return { variables, loss };
}

describe.each(await enginesUnderTest())('on %s', (name) => {
  beforeAll(async () => {
    await startEngine({ name, threads: 2 });
  });

  it('gradients are those of tf.variableGrads', async () => {
    const { variables, loss } = network();
    const ours = gradients(loss, variables);
    const theirs = tf.variableGrads(loss, [...variables.values()]);
    expect(await ours.loss.data()).toEqual(await theirs.value.data());
    for (const [each, gradient] of ours.gradients) {
      const expected = await theirs.grads[(variables.get(each) as tf.Variable).name].data();
      (await gradient.data()).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 6));
    }
    tf.dispose([ours.loss, theirs.value, ...ours.gradients.values(), ...Object.values(theirs.grads)]);
    for (const variable of variables.values()) variable.dispose();
  });

  it('gradients of recomputed blocks are the same', async () => {
    const variables = new Map<string, tf.Variable>();
    for (const [index, each] of ['a', 'b'].entries()) {
      const initial = tf.tensor5d(values(27 * 64, index + 7), [3, 3, 3, 8, 8]);
      variables.set(each, tf.variable(tf.mul(initial, 0.1)));
    }
    const [a, b] = [...variables.values()] as tf.Tensor[] as tf.Tensor5D[];
    const x = tf.tensor5d(values(512, 1), [1, 4, 4, 4, 8]);
    const block = (y: tf.Tensor5D): tf.Tensor5D => tf.tidy(() => tf.sigmoid(conv3d(tf.add(conv3d(y, a), y), b)));
    const plain = gradients(() => tf.mean(block(block(x))), variables);
    const before = tf.memory().numTensors;
    const again = gradients(() => tf.mean(recompute(block, [recompute(block, [x])])), variables);
    expect(tf.memory().numTensors).toBe(before + 3);
    for (const each of ['a', 'b']) {
      const [found, expected] = await Promise.all(
        [again, plain].map((result) => (result.gradients.get(each) as tf.Tensor).data()),
      );
      expect(Math.max(...expected.map((value, i) => Math.abs(value - found[i])))).toBeLessThan(1e-8);
    }
    const stray = tf.ones([1, 4, 4, 4, 8]);
    const lost = (): unknown => gradients(() => tf.mean(recompute((y) => tf.mul(block(y), stray), [x])), variables);
    expect(lost).toThrow('recompute: expected all tensors from outside among the inputs, found [1, 4, 4, 4, 8]');
    tf.dispose([x, stray, ...variables.values()]);
  });

  it('trains without a leak, and learns', async () => {
    const { variables, loss } = network();
    const adam = new Adam({ learningRate: 0.01 });
    const average = tf.tidy(() => tf.variable(tf.clone(variables.get('up') as tf.Tensor), false));
    const losses: number[] = [];
    const counts = new Set<string>();
    for (let step = 0; step < 12; step++) {
      const { loss: value, gradients: found } = gradients(loss, variables);
      adam.apply(variables, found);
      updateMovingAverage(average, variables.get('up') as tf.Variable, 0.9);
      losses.push((await value.data())[0]);
      tf.dispose([value, ...found.values()]);
      const runtime = name === 'native' || name === 'wasm' ? name : undefined;
      const held = runtime ? (await loadKernels({ runtime, threads: 2 })).memory().used : 0;
      if (step > 0) counts.add(`${tf.memory().numTensors} tensors, ${held} bytes`);
    }
    expect(counts.size).toBe(1);
    expect(losses[11]).toBeLessThan(0.9 * losses[0]);
    const change = tf.tidy(() => tf.max(tf.abs(tf.sub(average, variables.get('up') as tf.Variable))));
    const moved = (await change.data())[0];
    change.dispose();
    expect(moved).toBeGreaterThan(1e-4);
    adam.dispose();
  });

  it('goes on from saved moments bit for bit', async () => {
    const run = async (pause: boolean): Promise<Float32Array> => {
      const weight = tf.variable(tf.tensor1d(values(100, 3)));
      const variables = new Map([['weight', weight]]);
      let adam = new Adam({ learningRate: 0.1 });
      for (let step = 0; step < 6; step++) {
        tf.tidy(() => adam.apply(variables, new Map([['weight', tf.tensor1d(values(100, 10 + step))]])));
        if (!pause || step !== 2) continue;
        const moments = await adam.moments('weight');
        const next = new Adam({ learningRate: 0.1 });
        next.step = adam.step;
        next.restore('weight', weight, moments as NonNullable<typeof moments>);
        adam.dispose();
        adam = next;
      }
      const result = (await weight.data()) as Float32Array;
      adam.dispose();
      weight.dispose();
      return result;
    };
    expect(await run(true)).toEqual(await run(false));
  });

  it('names the variables a loss does not depend on', () => {
    const used = tf.variable(tf.scalar(2));
    const unused = tf.variable(tf.scalar(3));
    const before = tf.memory().numTensors;
    const find = (): unknown =>
      gradients(
        () => tf.square(used) as tf.Scalar,
        new Map([
          ['used', used],
          ['idle', unused],
        ]),
      );
    expect(find).toThrow('gradients: expected a loss of all variables, found none of idle');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses shapes that do not fit, naming the operation', () => {
    const x = tf.ones<tf.Rank.R5>([1, 4, 4, 4, 3]);
    const filter = tf.ones<tf.Rank.R5>([3, 3, 3, 2, 8]);
    expect(() => conv3d(x, filter)).toThrow('conv3d: expected a filter of 3 input channels as x has, found 2');
    expect(() => groupNormSilu(x, tf.ones([3]), tf.zeros([3]), { groups: 2 })).toThrow(
      'groupNorm: expected a number of groups that divides 3 channels, found 2',
    );
    expect(() => linear(x, tf.ones([4, 2]))).toThrow('linear: expected weights [3, out], found [4, 2]');
  });

  it('passes NaN on instead of hiding it', async () => {
    const result = tf.tidy(() => {
      const x = tf.tensor5d(values(64 * 8, 1), [1, 4, 4, 4, 8]);
      const filter = tf.tensor5d(values(27 * 64, 2).fill(NaN, 100, 101), [3, 3, 3, 8, 8]);
      return conv3d(x, filter);
    });
    expect((await result.data()).some(Number.isNaN)).toBe(true);
  });
});
