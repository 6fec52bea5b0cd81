import { completeConfig } from '@braingen/unet3d';
import type { UNetDescription } from '../kinds/unet/unet-description.ts';

/** How a bundle asks the network. */
export interface MonaiCondition {
  /** Entries of the configuration that hold the condition: numbers alone, since MONAI executes text that begins with a dollar. */
  readonly entries: Readonly<Record<string, unknown>>;
  /** An expression for the network as the inferer calls it. */
  readonly predict: string;
}

/** A condition in the middle of what the network was trained with. */
export function monaiCondition({
  model,
  conditioning,
}: Pick<UNetDescription, 'model' | 'conditioning'>): MonaiCondition {
  const { covariatesAs } = completeConfig(model);
  const { covariates = [], classes } = conditioning ?? {};
  const scaled = covariates.map(({ range: [low, high] }, i) => `(@covariates[${i}] - ${low}) / ${high - low}`);
  const token = `torch.tensor([[${scaled.join(', ')}]], dtype=torch.float32, device=@device)`;
  const isIn = (place: 'context' | 'channels'): boolean => covariates.length > 0 && covariatesAs.includes(place);
  const input = isIn('channels')
    ? `torch.cat([x, ${token}.reshape(1, -1, 1, 1, 1).expand(len(x), -1, *x.shape[2:])], dim=1)`
    : 'x';
  const context = isIn('context') ? `, context=${token}.reshape(1, 1, -1).expand(len(x), -1, -1)` : '';
  const label = classes ? ', class_labels=torch.full((len(x),), @class_label, device=@device)' : '';
  return {
    entries: {
      ...(covariates.length > 0 && { covariates: covariates.map(({ range: [low, high] }) => (low + high) / 2) }),
      ...(classes && { class_label: 0 }),
    },
    predict: `$lambda x, timesteps, context=None: @network(${input}, timesteps.to(@device)${context}${label})`,
  };
}
