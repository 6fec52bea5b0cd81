import { coverage } from './coverage.ts';
import { density } from './density.ts';
import type { FeatureExtractor } from './feature-extractor.ts';
import { fid } from './fid.ts';
import { foldKurtosis } from './folds/fold-kurtosis.ts';
import { foldVariance } from './folds/fold-variance.ts';
import { powerSpectrum } from './folds/power-spectrum.ts';
import { kid } from './kid.ts';
import type { Metric } from './metric.ts';
import { mmd } from './mmd.ts';
import { msSsim } from './ms-ssim.ts';
import { precision } from './precision.ts';
import { defaultFeatures } from './random-features.ts';
import { recall } from './recall.ts';

/** The built-in metrics on the features of an extractor, in the order of the report. A new metric is one more line here. */
export const metricsOn = (features: FeatureExtractor): readonly Metric[] => [
  fid({ features }),
  kid({ features }),
  mmd({ on: features }),
  mmd({ kernel: { kind: 'gaussian' }, on: 'voxels' }),
  mmd({ kernel: { kind: 'linear' }, on: 'voxels' }),
  msSsim(),
  foldVariance(),
  foldKurtosis(),
  powerSpectrum(),
  precision({ features }),
  recall({ features }),
  density({ features }),
  coverage({ features }),
];

/** The same on `defaultFeatures`. */
export const metrics: readonly Metric[] = metricsOn(defaultFeatures);
