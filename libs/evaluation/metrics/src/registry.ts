import { coverage } from './coverage.ts';
import { density } from './density.ts';
import { fid } from './fid.ts';
import { foldKurtosis } from './folds/fold-kurtosis.ts';
import { foldVariance } from './folds/fold-variance.ts';
import { powerSpectrum } from './folds/power-spectrum.ts';
import { kid } from './kid.ts';
import type { Metric } from './metric.ts';
import { mmd } from './mmd.ts';
import { msSsim } from './ms-ssim.ts';
import { precision } from './precision.ts';
import { recall } from './recall.ts';

/** What `braingen evaluate` measures, in the order of its report. A new metric is one more line here. */
export const metrics: readonly Metric[] = [
  fid(),
  kid(),
  mmd(),
  mmd({ kernel: { kind: 'gaussian' }, on: 'voxels' }),
  mmd({ kernel: { kind: 'linear' }, on: 'voxels' }),
  msSsim(),
  foldVariance(),
  foldKurtosis(),
  powerSpectrum(),
  precision(),
  recall(),
  density(),
  coverage(),
];
