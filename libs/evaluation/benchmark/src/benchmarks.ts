import type { Benchmark } from './benchmark.ts';
import { convolution } from './convolution.ts';
import { metrics } from './metrics.ts';
import { denoising, inhomogeneity, registering } from './preprocessing.ts';
import { samplingStep, trainingStep } from './network.ts';

export const benchmarks: readonly Benchmark[] = [
  convolution,
  trainingStep,
  samplingStep,
  inhomogeneity,
  denoising,
  registering,
  metrics,
];
