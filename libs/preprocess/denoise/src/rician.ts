/** Both tables run over signal-to-noise ratios theta = A / sigma from 0 to 16; beyond, closed forms are exact enough. */
const MOST = 16;
const STEPS = 4096;

/** exp(-x) I0(x) and exp(-x) I1(x): the power series below 20, the asymptotic series above. */
function scaledBessel(order: 0 | 1, x: number): number {
  if (x > 20) {
    const mu = 4 * order * order;
    let term = 1;
    let sum = 1;
    for (let k = 1; k < 12; k++) {
      term *= -(mu - (2 * k - 1) ** 2) / (8 * x * k);
      sum += term;
    }
    return sum / Math.sqrt(2 * Math.PI * x);
  }
  const quarter = (x * x) / 4;
  let term = order === 0 ? 1 : x / 2;
  let sum = term;
  for (let k = 1; k < 80; k++) {
    term *= quarter / (k * (k + order));
    sum += term;
  }
  return sum * Math.exp(-x);
}

/** E[M] / sigma of a Rician magnitude M: sqrt(pi / 2) exp(-t) ((1 + 2 t) I0(t) + 2 t I1(t)) with t = theta^2 / 4. */
function riceMean(theta: number): number {
  const t = (theta * theta) / 4;
  return Math.sqrt(Math.PI / 2) * ((1 + 2 * t) * scaledBessel(0, t) + 2 * t * scaledBessel(1, t));
}

const means: Float64Array = Float64Array.from({ length: STEPS + 1 }, (_, i) => riceMean((i * MOST) / STEPS));

/** The expected magnitude of true signal `amplitude` under Rician noise `sigma`. */
export function expectedMagnitude(amplitude: number, sigma: number): number {
  const at = (amplitude / sigma) * (STEPS / MOST);
  if (!(at < STEPS)) return Math.sqrt(amplitude * amplitude + sigma * sigma);
  const index = Math.floor(at);
  return sigma * (means[index] + (at - index) * (means[index + 1] - means[index]));
}

/** The true signal whose expected magnitude is `magnitude`; 0 where that is below the mean of pure noise. */
export function trueAmplitude(magnitude: number, sigma: number): number {
  const mean = magnitude / sigma;
  if (!(mean < means[STEPS])) return Math.sqrt(Math.max(magnitude * magnitude - sigma * sigma, 0));
  if (mean <= means[0]) return 0;
  let low = 0;
  let high = STEPS;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (means[middle] <= mean) low = middle;
    else high = middle;
  }
  return ((low + (mean - means[low]) / (means[high] - means[low])) * MOST * sigma) / STEPS;
}

/**
 * Koay's factor xi = Var[M] / sigma^2 at the signal-to-noise ratio theta: 2 + theta^2 - E[M]^2 / sigma^2, from
 * 0.43 in air to 1 in tissue (Koay & Basser 2006, equation 14).
 */
export function koayFactor(theta: number): number {
  if (theta >= MOST) return 1;
  const mean = expectedMagnitude(theta, 1);
  return 2 + theta * theta - mean * mean;
}
