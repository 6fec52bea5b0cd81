import { recomputeInput, tf, upsampleNearest } from '@braingen/engine';
import { attentionBlock } from './attention.ts';
import type { CompleteUNetConfig } from './config.ts';
import { timeEmbedding } from './embedding.ts';
import { convolution, groupNorm, type Layer } from './layers.ts';
import type { Scope } from './parameters.ts';
import { residualBlock, type Memory, type TimedBlock } from './residual.ts';

/** x [n, d, h, w, in], t [n] to [n, d, h, w, out]. */
export type Network = (x: tf.Tensor5D, t: tf.Tensor1D) => tf.Tensor5D;

/** One level on the way down or up: its residual blocks, each with its attention, then a change of grid. */
interface Level {
  readonly blocks: readonly TimedBlock[];
  readonly resample: Layer | undefined;
}

/**
 * MONAI's DiffusionModelUNet in three dimensions: down through the levels, through the middle and up again, where each block
 * sees what the way down left for it. Parameter names are those of MONAI 1.4's state_dict.
 *
 * For the pass backwards a convolution's input is made again rather than kept where that is cheap: joined, normalised or
 * upsampled tensors. With checkpointing whole blocks are.
 */
export function network(scope: Scope, config: CompleteUNetConfig & Memory): Network {
  const { channels, numResBlocks, attentionLevels, numHeadChannels } = config;
  const last = channels.length - 1;
  const embeddingChannels = 4 * channels[0];

  const block = (at: Scope, index: number, inChannels: number, level: number): TimedBlock => {
    const residual = residualBlock(at.at(`resnets.${index}`), inChannels, channels[level], embeddingChannels, config);
    if (!attentionLevels[level]) return residual;
    const attend = attentionBlock(at.at(`attentions.${index}`), channels[level], numHeadChannels[level], config);
    return (x, embedding) => tf.tidy(() => attend(residual(x, embedding)));
  };

  const convIn = convolution(scope.at('conv_in.conv'), config.inChannels, channels[0]);
  const embed = timeEmbedding(scope.at('time_embed'), channels[0]);

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
    return { blocks, resample: convolution(at.at('downsampler.op.conv'), width, width, { stride: 2 }) };
  });

  const middle = scope.at('middle_block');
  const [before, after] = ['resnet_1', 'resnet_2'].map((name) =>
    residualBlock(middle.at(name), channels[last], channels[last], embeddingChannels, config),
  );
  const attend = attentionBlock(middle.at('attention'), channels[last], numHeadChannels[last], config);

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
    const smooth = convolution(at.at('upsampler.postconv.conv'), width, width);
    return { blocks, resample: (x) => recomputeInput(upsampleNearest, [x], smooth) };
  });

  const normOut = groupNorm(scope.at('out.0'), channels[0], config, true);
  const convOut = convolution(scope.at('out.2.conv'), channels[0], config.outChannels, { zeroed: true });

  return (x, t) =>
    tf.tidy(() => {
      const embedding = embed(t);
      let h = convIn(x);
      const skips = [h];
      for (const { blocks, resample } of down) {
        for (const each of blocks) skips.push((h = each([h], embedding)));
        if (resample) skips.push((h = resample(h)));
      }

      h = tf.tidy(() => after([attend(before([h], embedding))], embedding));

      // From here on nothing is read twice, and the largest tensors go as soon as they were used.
      const consume = (next: tf.Tensor5D, ...used: tf.Tensor[]): tf.Tensor5D => {
        tf.dispose(used);
        return next;
      };
      for (const { blocks, resample } of up) {
        for (const each of blocks) {
          const skip = skips.pop() as tf.Tensor5D;
          h = consume(each([h, skip], embedding), h, skip);
        }
        if (resample) h = consume(resample(h), h);
      }
      return recomputeInput(normOut, [h], convOut);
    });
}
