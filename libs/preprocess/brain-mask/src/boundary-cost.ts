import { brightnessKnots, edgeWeights, firstMillimetre } from './edge-weights.ts';
import type { Profiles } from './profiles.ts';
import { smoothOn, type Surface } from './surface.ts';

/** How badly the cavity's edge fits at each offset from the prior's surface, in negative log-odds, [point * offsets + index]. */
export interface BoundaryCost {
  readonly costs: Float32Array;
  /** The first offset in millimetres; they go on in steps of one. */
  readonly from: number;
  readonly offsets: number;
}

/** Millimetres that the profiles must reach farther than the offsets do, inside and outside. */
export const profileMargin: { readonly inside: number; readonly outside: number } = {
  inside: -firstMillimetre,
  outside: firstMillimetre + edgeWeights.length - 1,
};

/**
 * Judges every offset by the whole profile around it: brain within, then dark CSF and inner table, then marrow or muscle, each
 * millimetre's brightness giving evidence for or against (a conditional logit model with a piecewise linear term for each millimetre,
 * fitted to heads whose cavity is known). Looking deeper than the scalp is thick keeps the air behind it from passing for the edge.
 *
 * @param profiles relative ones
 */
export function boundaryCost({ samples, length, from }: Profiles, reach: number): BoundaryCost {
  const count = samples.length / length;
  const offsets = 2 * reach + 1;
  const costs = new Float32Array(count * offsets);
  const top = brightnessKnots.length - 1;
  const lower = new Int32Array(length);
  const fraction = new Float64Array(length);
  for (let p = 0; p < count; p++) {
    for (let s = 0; s < length; s++) {
      const y = Math.min(Math.max(samples[p * length + s], 0), brightnessKnots[top]);
      let k = 0;
      while (k < top - 1 && y >= brightnessKnots[k + 1]) k++;
      lower[s] = k;
      fraction[s] = (y - brightnessKnots[k]) / (brightnessKnots[k + 1] - brightnessKnots[k]);
    }
    for (let o = 0; o < offsets; o++) {
      const first = o - reach + firstMillimetre - from;
      let evidence = 0;
      for (let m = 0; m < edgeWeights.length; m++) {
        const weights = edgeWeights[m];
        const k = lower[first + m];
        evidence += weights[k] + fraction[first + m] * (weights[k + 1] - weights[k]);
      }
      costs[p * offsets + o] = -evidence;
    }
  }
  return { costs, from: -reach, offsets };
}

/**
 * How much brighter the 5 mm inside the fitted edge are than the 4 mm outside it, on average over the surface and relative to the
 * brain: about 0.5 for a head, about 0 where there is none.
 *
 * @param profiles relative ones
 */
export function edgeStrength({ samples, length, from, to }: Profiles, at: Float32Array, reach: number): number {
  let sum = 0;
  for (let p = 0; p < at.length; p++) {
    const edge = Math.min(Math.max(Math.round(at[p]), -reach), Math.min(reach, to - 4)) - from;
    for (let s = 1; s <= 5; s++) sum += Math.min(samples[p * length + edge - s], 1) / 5;
    for (let s = 1; s <= 4; s++) sum -= Math.min(samples[p * length + edge + s], 1) / 4;
  }
  return sum / at.length;
}

/**
 * Profiles divided by the brightness of the brain beneath them, so that what N4 left of the field does not count.
 *
 * @param reach deeper than this there is brain alone, whatever the head
 */
export function relativeProfiles(profiles: Profiles, surface: Surface, reach: number): Profiles {
  const { samples, length, from } = profiles;
  const deep = -reach - from + 1;
  const brightness = new Float32Array(surface.count);
  const inner = new Float32Array(deep);
  for (let p = 0; p < surface.count; p++) {
    inner.set(samples.subarray(p * length, p * length + deep));
    inner.sort();
    brightness[p] = Math.max(inner[Math.floor(0.75 * deep)], 1e-6);
  }
  const smooth = smoothOn(surface, brightness, 30);
  return { ...profiles, samples: samples.map((value, i) => value / smooth[Math.floor(i / length)]) };
}
