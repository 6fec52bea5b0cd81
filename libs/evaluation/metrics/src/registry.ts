import { fid } from './fid.ts';
import type { Metric } from './metric.ts';
import { mmd } from './mmd.ts';
import { msSsim } from './ms-ssim.ts';

/** What `braingen evaluate` measures, in the order of its report. A new metric is one more line here. */
export const metrics: readonly Metric[] = [fid(), mmd(), mmd({ kernel: { kind: 'linear' }, on: 'voxels' }), msSsim()];
