import { coverage } from './coverage.ts';
import { density } from './density.ts';
import { fid } from './fid.ts';
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
  precision(),
  recall(),
  density(),
  coverage(),
];
