import { checkConditioning, checkNumbers } from './check-config.ts';
import type { CompleteUNetConfig, UNetConfig } from './config.ts';

/**
 * @throws RangeError that names the field, what was expected and what was found
 */
export function completeConfig(config: UNetConfig): CompleteUNetConfig {
  // Of a file, anything may stand in its place.
  const stated: unknown = (config as UNetConfig | undefined | null)?.channels;
  if (!Array.isArray(stated)) throw new RangeError('unet: expected a list of channels, found none');
  const { channels } = config;
  const levels = channels.length;
  const perLevel = <T>(name: string, value: T | readonly T[]): readonly T[] => {
    const list: readonly T[] = Array.isArray(value) ? value : Array.from({ length: levels }, () => value as T);
    if (list.length !== levels)
      throw new RangeError(
        `unet: expected ${levels} entries in ${name}, one for each of channels, found ${list.length}`,
      );
    return list;
  };
  if (levels === 0) throw new RangeError('unet: expected at least one level in channels, found none');
  const complete: CompleteUNetConfig = {
    inChannels: config.inChannels ?? 1,
    outChannels: config.outChannels ?? 1,
    channels,
    numResBlocks: perLevel('numResBlocks', config.numResBlocks ?? 2),
    attentionLevels: perLevel('attentionLevels', config.attentionLevels ?? false),
    middleAttention: config.middleAttention ?? true,
    numHeadChannels: perLevel('numHeadChannels', config.numHeadChannels ?? channels),
    normNumGroups: config.normNumGroups ?? 32,
    normEps: config.normEps ?? 1e-6,
    resblockUpdown: config.resblockUpdown ?? false,
    crossAttentionDim: config.crossAttentionDim,
    transformerNumLayers: config.transformerNumLayers ?? 1,
    includeFc: config.includeFc ?? true,
    useCombinedLinear: config.useCombinedLinear ?? false,
    numClassEmbeds: config.numClassEmbeds,
    numCovariates: config.numCovariates,
    covariatesAs: [config.covariatesAs ?? 'embedding'].flat(),
  };
  checkNumbers(complete);
  checkConditioning(complete, config);
  return complete;
}
