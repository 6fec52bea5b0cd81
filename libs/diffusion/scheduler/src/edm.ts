/** The four factors of Karras et al. 2022 (table 1, "network and preconditioning") at one noise level. */
export interface Preconditioning {
  /** Of the noisy volume in D. */
  readonly skip: number;
  /** Of the network's output in D. */
  readonly out: number;
  /** Of the noisy volume on its way into the network. */
  readonly in: number;
  /** What the network is told of sigma. */
  readonly noise: number;
}

/**
 * D(y; sigma) = skip y + out F(in y; noise) with y = x_0 + sigma epsilon, so that F's input and target have unit variance at every
 * noise level (Karras et al. 2022, equation 7).
 *
 * On a variance-preserving schedule x_t = signal y, and with data of unit deviation F is -v: prediction 'v' is this
 * preconditioning, and its plain mean squared error is their weighted loss.
 *
 * @param sigma noise / signal
 * @param sigmaData standard deviation of the data; 0.5 in the paper
 */
export function edmPreconditioning(sigma: number, sigmaData = 0.5): Preconditioning {
  const total = Math.hypot(sigma, sigmaData);
  return {
    skip: (sigmaData / total) ** 2,
    out: (sigma * sigmaData) / total,
    in: 1 / total,
    noise: Math.log(sigma) / 4,
  };
}

/** The weight of an error of D at one noise level: 1 / out^2 (Karras et al. 2022, table 1, "loss weighting"). */
export function edmLossWeight(sigma: number, sigmaData = 0.5): number {
  return 1 / edmPreconditioning(sigma, sigmaData).out ** 2;
}
