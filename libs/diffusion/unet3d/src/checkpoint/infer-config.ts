import type { UNetConfig } from '../config.ts';
import { listed } from './quoted.ts';

/** What names and shapes of weights do not contain. */
export type UnstoredConfig = Pick<UNetConfig, 'numHeadChannels' | 'normNumGroups' | 'normEps'>;

/**
 * The configuration of the network that weights belong to, from their keys and shapes: channels, levels, residual blocks,
 * attention, transformers, classes, input and output channels. They do not contain how many channels a head of attention has,
 * how many groups the normalisations and their epsilon: `unstored` gives them, or the defaults hold.
 *
 * @param tensors shapes in PyTorch's layout under the keys of MONAI 1.4 and later
 * @throws RangeError that names a key that is missing or has another number of axes
 */
export function inferConfig(
  tensors: ReadonlyMap<string, { readonly shape: readonly number[] }>,
  unstored: UnstoredConfig = {},
): UNetConfig {
  const shapeOf = (key: string, axes: number): readonly number[] => {
    const shape = tensors.get(key)?.shape;
    if (!shape) throw new RangeError(`weights: expected ${key}, found none`);
    if (shape.length !== axes)
      throw new RangeError(`weights: expected ${key} with ${axes} axes, found [${listed(shape)}]`);
    return shape;
  };
  const places = placesIn(tensors.keys());
  const count = (list: string): number => {
    let number = 0;
    while (places.has(`${list}.${number}`)) number++;
    return number;
  };

  const levels = Array.from({ length: count('down_blocks') }, (_, level) => `down_blocks.${level}`);
  if (levels.length === 0) throw new RangeError('weights: expected down_blocks.0, found none');
  const numResBlocks = levels.map((at) => count(`${at}.resnets`));
  const middle = 'middle_block.attention';
  const transformerNumLayers = count(`${middle}.transformer_blocks`);
  const self = transformerNumLayers > 0 ? `${middle}.transformer_blocks.0.attn1` : `${middle}.attn`;
  return {
    ...unstored,
    inChannels: shapeOf('conv_in.conv.weight', 5)[1],
    outChannels: shapeOf('out.2.conv.weight', 5)[0],
    channels: levels.map((at) => shapeOf(`${at}.resnets.0.conv1.conv.weight`, 5)[0]),
    numResBlocks: numResBlocks.every((number) => number === numResBlocks[0]) ? numResBlocks[0] : numResBlocks,
    attentionLevels: levels.map((at) => count(`${at}.attentions`) > 0),
    // What is as by default is left out.
    ...(tensors.has('down_blocks.0.downsampler.conv1.conv.weight') && { resblockUpdown: true }),
    ...(transformerNumLayers > 0 && {
      withConditioning: true,
      transformerNumLayers,
      crossAttentionDim: shapeOf(`${middle}.transformer_blocks.0.attn2.to_k.weight`, 2)[1],
    }),
    ...(!tensors.has(`${self}.out_proj.weight`) && { includeFc: false }),
    ...(tensors.has(`${self}.qkv.weight`) && { useCombinedLinear: true }),
    ...(tensors.has('class_embedding.weight') && { numClassEmbeds: shapeOf('class_embedding.weight', 2)[0] }),
    ...(tensors.has('covariate_embed.0.weight') && { numCovariates: shapeOf('covariate_embed.0.weight', 2)[1] }),
  };
}

/** Everything that a key lies in: 'a.b.c' lies in 'a' and 'a.b'. */
function placesIn(keys: Iterable<string>): Set<string> {
  const places = new Set<string>();
  for (const key of keys) {
    for (let dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) places.add(key.slice(0, dot));
  }
  return places;
}
