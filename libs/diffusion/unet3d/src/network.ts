import { averagePool, recomputeInput, tf, upsampleNearest } from '@braingen/engine';
import { attentionBlock, type AttendingBlock } from './attention.ts';
import type { Condition } from './condition.ts';
import type { CompleteUNetConfig } from './config.ts';
import { embedding } from './embedding.ts';
import { convolution, groupNorm } from './layers.ts';
import type { Memory } from './memory.ts';
import type { Scope } from './parameters.ts';
import { residualBlock, type Parts, type TimedBlock } from './residual.ts';
import { spatialTransformer } from './transformer.ts';

type Inputs = [x: tf.Tensor5D, t: tf.Tensor1D, condition: Omit<Condition, 'channels'>];

/** x [n, d, h, w, in], every channel of a condition among them; t [n]; the rest of the condition. */
export interface Network {
  /** To [n, d, h, w, out]. */
  predict(...inputs: Inputs): tf.Tensor5D;
  /** To what each level on the way down leaves, the finest first, and to what the middle makes of the last. */
  encode(...inputs: Inputs): tf.Tensor5D[];
}

/** A residual block with its attention. */
interface Block {
  readonly residual: TimedBlock;
  readonly attend: AttendingBlock | undefined;
}

/** One level on the way down or up: its blocks, then a change of grid. */
interface Level {
  readonly blocks: readonly Block[];
  readonly resample: TimedBlock | undefined;
}

/**
 * MONAI's DiffusionModelUNet in three dimensions: down through the levels, through the middle and up again, where each block
 * sees what the way down left for it. Parameter names are those of MONAI 1.4's state_dict.
 *
 * For the backward pass a convolution's input is made again rather than kept where that is cheap: normalised or
 * upsampled tensors. With checkpointing whole blocks are.
 */
export function network(scope: Scope, config: CompleteUNetConfig & Memory): Network {
  const { channels, numResBlocks, attentionLevels, numHeadChannels, resblockUpdown, crossAttentionDim } = config;
  const last = channels.length - 1;
  const embeddingChannels = 4 * channels[0];

  const attention = (at: Scope, level: number): AttendingBlock =>
    crossAttentionDim === undefined
      ? attentionBlock(at, channels[level], numHeadChannels[level], config)
      : spatialTransformer(at, channels[level], numHeadChannels[level], { ...config, crossAttentionDim });
  const residual = (at: Scope, inChannels: number, outChannels: number): TimedBlock =>
    residualBlock(at, inChannels, outChannels, embeddingChannels, config);
  const block = (at: Scope, index: number, inChannels: number, level: number): Block => ({
    residual: residual(at.at(`resnets.${index}`), inChannels, channels[level]),
    attend: attentionLevels[level] ? attention(at.at(`attentions.${index}`), level) : undefined,
  });
  const downsampler = (at: Scope, width: number): TimedBlock => {
    if (resblockUpdown) return residualBlock(at, width, width, embeddingChannels, config, averagePool);
    const convolve = convolution(at.at('op.conv'), width, width, { stride: 2 });
    return ([x]) => convolve(x);
  };
  const upsampler = (at: Scope, width: number): TimedBlock => {
    if (resblockUpdown) return residualBlock(at, width, width, embeddingChannels, config, upsampleNearest);
    const smooth = convolution(at.at('postconv.conv'), width, width);
    return (x) => recomputeInput(upsampleNearest, x as [tf.Tensor5D], smooth);
  };

  const convIn = convolution(scope.at('conv_in.conv'), config.inChannels, channels[0]);
  const embed = embedding(scope, config);

  // What each block on the way down leaves, by channels: the ways up take them from the end.
  const left = [channels[0]];
  const down = channels.map((width, level): Level => {
    const at = scope.at(`down_blocks.${level}`);
    const blocks = Array.from({ length: numResBlocks[level] }, (_, index) => {
      const built = block(at, index, left[left.length - 1], level);
      left.push(width);
      return built;
    });
    if (level === last) return { blocks, resample: undefined };
    left.push(width);
    return { blocks, resample: downsampler(at.at('downsampler'), width) };
  });

  const middle = scope.at('middle_block');
  const [before, after] = ['resnet_1', 'resnet_2'].map((name) =>
    residual(middle.at(name), channels[last], channels[last]),
  );
  const attend = config.middleAttention ? attention(middle.at('attention'), last) : undefined;

  let current = channels[last];
  const up = channels.map((_, step): Level => {
    const level = last - step;
    const width = channels[level];
    const at = scope.at(`up_blocks.${step}`);
    const blocks = Array.from({ length: numResBlocks[level] + 1 }, (_, index) => {
      const built = block(at, index, current + (left.pop() ?? 0), level);
      current = width;
      return built;
    });
    if (level === 0) return { blocks, resample: undefined };
    return { blocks, resample: upsampler(at.at('upsampler'), width) };
  });

  const normOut = groupNorm(scope.at('out.0'), channels[0], config, true);
  const convOut = convolution(scope.at('out.2.conv'), channels[0], config.outChannels, { zeroed: true });

  /** From the input to the middle's output; the tensors are the caller's to tidy away. */
  const wayDown = (...[x, t, { context, ...rest }]: Inputs) => {
    const vector = embed(t, rest);
    const run = ({ residual, attend }: Block, ...from: Parts): tf.Tensor5D =>
      tf.tidy(() => {
        const h = residual(from, vector);
        return attend ? attend(h, context) : h;
      });

    let h = convIn(x);
    const skips = [h];
    const levels: tf.Tensor5D[] = [];
    for (const { blocks, resample } of down) {
      for (const each of blocks) skips.push((h = run(each, h)));
      levels.push(h);
      if (resample) skips.push((h = resample([h], vector)));
    }

    h = tf.tidy(() => {
      const between = before([h], vector);
      return after([attend ? attend(between, context) : between], vector);
    });
    return { h, levels, skips, run, vector };
  };

  const predict = (...inputs: Inputs): tf.Tensor5D =>
    tf.tidy(() => {
      const { run, skips, vector, h: bottom } = wayDown(...inputs);
      let h = bottom;

      // From here on nothing is read twice, and the largest tensors go as soon as they were used.
      const consume = (next: tf.Tensor5D, ...used: tf.Tensor[]): tf.Tensor5D => {
        tf.dispose(used);
        return next;
      };
      for (const { blocks, resample } of up) {
        for (const each of blocks) {
          const skip = skips.pop() as tf.Tensor5D;
          h = consume(run(each, h, skip), h, skip);
        }
        if (resample) h = consume(resample([h], vector), h);
      }
      return recomputeInput(normOut, [h], convOut);
    });

  return {
    predict,
    encode: (...inputs) =>
      tf.tidy(() => {
        const { levels, h } = wayDown(...inputs);
        return [...levels, h];
      }),
  };
}
