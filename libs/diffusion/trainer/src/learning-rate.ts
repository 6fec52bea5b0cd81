/** The learning rate of a step; steps count from 0. */
export type LearningRate = number | ((step: number) => number);

/**
 * Up in a straight line for `warmup` steps, then down on half a cosine to `floor` times the peak (Loshchilov and Hutter
 * 2017, equation 5, one period).
 */
export function warmupCosine(options: {
  readonly peak: number;
  readonly steps: number;
  readonly warmup?: number;
  readonly floor?: number;
}): (step: number) => number {
  const { peak, steps, warmup = 0, floor = 0 } = options;
  return (step) => {
    if (step < warmup) return (peak * (step + 1)) / warmup;
    const done = Math.min((step - warmup) / Math.max(steps - warmup, 1), 1);
    return peak * (floor + ((1 - floor) * (1 + Math.cos(Math.PI * done))) / 2);
  };
}
