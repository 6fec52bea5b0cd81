import type { BoundaryCost } from './boundary-cost.ts';
import { smoothOn, type Surface } from './surface.ts';

export interface SurfaceFitOptions {
  /** Log-odds lost for each squared millimetre between a point's offset and its surroundings' mean. */
  readonly stiffness: number;
  /** Log-odds lost for each squared millimetre from the prior's own surface. */
  readonly pull: number;
}

/**
 * The offset of each surface point along its normal, in millimetres, that the edge, the surroundings and the prior agree on.
 *
 * Mean-field annealing: every point holds a distribution over offsets, exp(-cost / temperature); the surroundings' mean is
 * taken over a neighbourhood that shrinks and the temperature falls, so the head's size and place come first, its shape after.
 */
export function fitSurface(
  surface: Surface,
  { costs, from, offsets }: BoundaryCost,
  options: SurfaceFitOptions,
): Float32Array {
  let mean: Float32Array = new Float32Array(surface.count);
  const offset = new Float32Array(surface.count);
  const energies = new Float64Array(offsets);
  const stages = 24;
  for (let stage = 0; stage < stages; stage++) {
    const t = stage / (stages - 1);
    const temperature = 4 * Math.pow(0.125, t);
    const stiffness = options.stiffness * Math.pow(4, t - 1);
    for (let p = 0; p < surface.count; p++) {
      let best = Infinity;
      for (let o = 0; o < offsets; o++) {
        energies[o] = costs[p * offsets + o] + stiffness * (from + o - mean[p]) ** 2 + options.pull * (from + o) ** 2;
        if (energies[o] < best) best = energies[o];
      }
      let [sum, total] = [0, 0];
      for (let o = 0; o < offsets; o++) {
        const weight = Math.exp((best - energies[o]) / temperature);
        sum += weight * (from + o);
        total += weight;
      }
      offset[p] = sum / total;
    }
    mean = smoothOn(surface, offset, Math.round(60 * Math.pow(0.08, t)));
  }
  return smoothOn(surface, offset, 2);
}
