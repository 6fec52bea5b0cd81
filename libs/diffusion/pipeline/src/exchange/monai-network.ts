import { completeConfig, type UNetConfig } from '@braingen/unet3d';
import { noCounterpart } from './no-counterpart.ts';

/**
 * The arguments of MONAI's DiffusionModelUNet that make this network.
 *
 * @throws PipelineError of kind 'checkpoint' where MONAI has no such network
 */
export function monaiNetwork(config: UNetConfig): Readonly<Record<string, unknown>> {
  const model = completeConfig(config);
  if (!model.middleAttention)
    throw noCounterpart('model.middleAttention', 'attention in the middle block, as MONAI has it', 'none');
  if (model.numCovariates !== undefined && model.covariatesAs.includes('embedding'))
    throw noCounterpart(
      'model.covariatesAs',
      'context or channels, by which a network of MONAI gets covariates',
      'embedding',
    );
  return {
    spatial_dims: 3,
    in_channels: model.inChannels,
    out_channels: model.outChannels,
    channels: model.channels,
    num_res_blocks: model.numResBlocks,
    attention_levels: model.attentionLevels,
    num_head_channels: model.numHeadChannels,
    norm_num_groups: model.normNumGroups,
    norm_eps: model.normEps,
    resblock_updown: model.resblockUpdown,
    with_conditioning: model.crossAttentionDim !== undefined,
    cross_attention_dim: model.crossAttentionDim ?? null,
    transformer_num_layers: model.transformerNumLayers,
    num_class_embeds: model.numClassEmbeds ?? null,
    include_fc: model.includeFc,
    use_combined_linear: model.useCombinedLinear,
  };
}
