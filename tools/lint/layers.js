/**
 * The arrows of the house: which package may depend on which. Lint fails on any other arrow.
 * Everything may use `volume`; the preprocessing steps never import each other: `chain` composes them.
 */
const arrows = {
  volume: [],
  kernels: [],
  engine: ['kernels'],
  phantom: [],
  energy: [],
  loopback: [],
  provenance: [],
  denoise: ['kernels'],
  'bias-field': ['kernels'],
  registration: ['kernels'],
  tissue: ['kernels'],
  'brain-mask': ['kernels'],
  chain: ['kernels', 'denoise', 'bias-field', 'registration', 'tissue', 'brain-mask'],
  bids: ['kernels', 'provenance', 'chain'],
  scheduler: [],
  unet3d: ['engine'],
  sampler: ['engine', 'scheduler'],
  trainer: ['engine', 'scheduler'],
  cascade: ['engine', 'scheduler', 'sampler', 'trainer', 'unet3d'],
  'base-model': [],
  distributed: [],
  tracking: [],
  pipeline: ['cascade', 'energy', 'engine', 'provenance', 'sampler', 'scheduler', 'tracking', 'trainer', 'unet3d'],
  anatomy: ['cascade', 'engine', 'trainer', 'unet3d'],
  metrics: ['engine'],
  'pretrained-features': ['engine', 'metrics', 'unet3d'],
  ratings: ['loopback'],
  viewer: ['loopback'],
  report: [],
  utility: ['metrics', 'ratings'],
  'group-report': ['bids', 'report'],
  benchmark: [
    'kernels',
    'engine',
    'phantom',
    'denoise',
    'bias-field',
    'registration',
    'scheduler',
    'unet3d',
    'trainer',
    'metrics',
  ],
  comparison: [
    'anatomy',
    'cascade',
    'engine',
    'metrics',
    'pipeline',
    'pretrained-features',
    'provenance',
    'report',
    'unet3d',
  ],
};

export const layerRules = [
  ...Object.entries(arrows).map(([name, targets]) => ({
    sourceTag: `package:${name}`,
    onlyDependOnLibsWithTags: ['volume', ...targets]
      .filter((target) => target !== name)
      .map((target) => `package:${target}`),
  })),
  {
    sourceTag: 'layer:app',
    onlyDependOnLibsWithTags: ['layer:core', 'layer:preprocess', 'layer:diffusion', 'layer:evaluation'],
  },
  // The guides' examples import libraries as their users do.
  {
    sourceTag: 'layer:docs',
    onlyDependOnLibsWithTags: ['layer:core', 'layer:preprocess', 'layer:diffusion', 'layer:evaluation'],
  },
  { sourceTag: 'layer:tools', onlyDependOnLibsWithTags: ['*'] },
  { sourceTag: 'layer:fixtures', onlyDependOnLibsWithTags: [] },
];
