import type { Triple } from '@braingen/engine';
import { foldNormalization, type Convolution } from './convolution.ts';
import type { Block, ResidualNetwork } from './residual-network.ts';
import type { Weights } from './weights.ts';

/** What a file of weights does not say of its network. */
export interface Architecture {
  /** Of the first convolution, of the maximum after it and of the second layer: 1 for an axis that is never halved. */
  readonly halving: Triple;
  /** Of each of the four layers. */
  readonly layers: readonly { readonly halves: boolean; readonly dilation: number }[];
  /** Which of a block's convolutions has the stride: the first, or in a bottleneck the one over 3 voxels. */
  readonly stridesFirst: boolean;
  /** Of batch normalisation. */
  readonly epsilon: number;
}

const once: Triple = [1, 1, 1];

/** Reads a network whose depth and widths are those of the file. */
export async function readNetwork(weights: Weights, architecture: Architecture): Promise<ResidualNetwork> {
  const { halving, layers, stridesFirst, epsilon } = architecture;
  const convolution = async (
    key: string,
    normalization: string,
    strides: Triple,
    dilation = 1,
  ): Promise<Convolution> => ({
    ...foldNormalization(await weights.normalized(key, normalization), epsilon),
    strides,
    dilation,
  });
  const blocks: Block[] = [];
  for (const [layer, { halves, dilation }] of layers.entries()) {
    for (let block = 0; weights.has(`layer${layer + 1}.${block}.conv1.weight`); block++) {
      const key = `layer${layer + 1}.${block}`;
      const strides = halves && block === 0 ? halving : once;
      const isBottleneck = weights.has(`${key}.conv3.weight`);
      const strided = isBottleneck && !stridesFirst ? 2 : 1;
      const convolutions: Convolution[] = [];
      for (const number of isBottleneck ? [1, 2, 3] : [1, 2]) {
        const spreads = isBottleneck ? number === 2 : true;
        convolutions.push(
          await convolution(
            `${key}.conv${number}`,
            `${key}.bn${number}`,
            number === strided ? strides : once,
            spreads ? dilation : 1,
          ),
        );
      }
      const shortcut = weights.has(`${key}.downsample.0.weight`)
        ? await convolution(`${key}.downsample.0`, `${key}.downsample.1`, strides)
        : undefined;
      blocks.push({ convolutions, shortcut });
    }
  }
  return { first: await convolution('conv1', 'bn1', halving), pool: halving, blocks };
}
