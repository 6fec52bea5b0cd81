/** The variance added by each step of the forward chain, beta_t for t = 0 .. T - 1. */
export type BetaCurve = (steps: number, betaStart: number, betaEnd: number) => Float64Array;

const linspace = (from: number, to: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => (count === 1 ? from : from + ((to - from) * i) / (count - 1)));

/** Straight from beta_1 to beta_T (Ho, Jain and Abbeel 2020, section 4). */
export const linear: BetaCurve = (steps, betaStart, betaEnd) => linspace(betaStart, betaEnd, steps);

/** The square of a straight line: gentler at first (Rombach et al. 2022, latent diffusion). */
export const scaledLinear: BetaCurve = (steps, betaStart, betaEnd) =>
  linspace(Math.sqrt(betaStart), Math.sqrt(betaEnd), steps).map((root) => root * root);

/** A logistic curve on [-6, 6] (Xu et al. 2022, GeoDiff). */
export const sigmoid: BetaCurve = (steps, betaStart, betaEnd) =>
  linspace(-6, 6, steps).map((u) => betaStart + (betaEnd - betaStart) / (1 + Math.exp(-u)));

/**
 * Squared-cosine signal level, f(u) = cos^2((u + s) / (1 + s) pi / 2) with s = 0.008
 * (Nichol and Dhariwal 2021, equation 17). It has no beta range; betas are capped at 0.999 as there.
 */
export const cosine: BetaCurve = (steps) => {
  const level = (u: number): number => Math.cos((((u + 0.008) / 1.008) * Math.PI) / 2) ** 2;
  return Float64Array.from({ length: steps }, (_, t) => Math.min(1 - level((t + 1) / steps) / level(t / steps), 0.999));
};
