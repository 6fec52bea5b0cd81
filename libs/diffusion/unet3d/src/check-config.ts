import { quoted } from './checkpoint/quoted.ts';
import type { CompleteUNetConfig, UNetConfig } from './config.ts';

/** @throws RangeError where a size is none, or sizes do not divide */
export function checkNumbers(config: CompleteUNetConfig): void {
  const { channels, numResBlocks, attentionLevels, middleAttention } = config;
  const { numHeadChannels, normNumGroups, normEps, crossAttentionDim } = config;
  const positive = (name: string, value: number): void => {
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`unet: expected ${name} to be a whole number above 0, found ${quoted(String(value))}`);
  };
  const { inChannels, outChannels, transformerNumLayers, numClassEmbeds, numCovariates } = config;
  const numbers = { inChannels, outChannels, normNumGroups, crossAttentionDim, transformerNumLayers };
  for (const [name, value] of Object.entries({ ...numbers, numClassEmbeds, numCovariates })) {
    if (value !== undefined) positive(name, value);
  }
  if (!(Number.isFinite(normEps) && normEps > 0))
    throw new RangeError(`unet: expected normEps above 0, found ${quoted(String(normEps))}`);
  channels.forEach((count, level) => {
    positive(`channels[${level}]`, count);
    positive(`numResBlocks[${level}]`, numResBlocks[level]);
    positive(`numHeadChannels[${level}]`, numHeadChannels[level]);
    if (count % normNumGroups !== 0)
      throw new RangeError(
        `unet: expected channels[${level}] divisible by normNumGroups ${normNumGroups}, found ${count}`,
      );
    const head = numHeadChannels[level];
    const attends = attentionLevels[level] || (middleAttention && level === channels.length - 1);
    // Transformers have projections around their heads: what is left over of the channels does no harm there.
    if (attends && crossAttentionDim === undefined && count % head !== 0)
      throw new RangeError(`unet: expected channels[${level}] divisible by numHeadChannels ${head}, found ${count}`);
    if (attends && count < head)
      throw new RangeError(`unet: expected channels[${level}] of at least numHeadChannels ${head}, found ${count}`);
  });
}

/** @throws RangeError where conditioning is half configured, as MONAI's network does for cross-attention */
export function checkConditioning(
  complete: CompleteUNetConfig,
  { withConditioning = false, covariatesAs }: UNetConfig,
): void {
  const { inChannels, crossAttentionDim, numCovariates } = complete;
  if (withConditioning && crossAttentionDim === undefined)
    throw new RangeError('unet: expected crossAttentionDim, since withConditioning is set, found none');
  if (!withConditioning && crossAttentionDim !== undefined)
    throw new RangeError(
      `unet: expected withConditioning, since crossAttentionDim is ${crossAttentionDim}, found none`,
    );
  if (numCovariates === undefined) {
    if (covariatesAs !== undefined)
      throw new RangeError(
        `unet: expected numCovariates, since covariatesAs is ${quoted(String(covariatesAs))}, found none`,
      );
    return;
  }
  if (complete.covariatesAs.includes('context') && crossAttentionDim !== numCovariates)
    throw new RangeError(
      `unet: expected crossAttentionDim ${numCovariates}, since the covariates are a token, found ${crossAttentionDim ?? 'none'}`,
    );
  if (complete.covariatesAs.includes('channels') && inChannels <= numCovariates)
    throw new RangeError(
      `unet: expected inChannels above ${numCovariates}, since the covariates are channels too, found ${inChannels}`,
    );
}
