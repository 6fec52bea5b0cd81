import type { Profiles } from './profiles.ts';
import { smoothOn, type Surface } from './surface.ts';

/** How badly the cavity's edge fits at each offset from the prior's surface, [point * offsets + index]; about -1 at a clear edge, 0 at none. */
export interface BoundaryCost {
  readonly costs: Float32Array;
  /** The first offset in millimetres; they go on in steps of one. */
  readonly from: number;
  readonly offsets: number;
}

/** Millimetres of brain that must lie inside the edge, and of CSF and bone that must lie outside it. */
const insideWindow = 5;
const outsideWindow = 4;

/**
 * The edge of the cavity in a T1-weighted image: brain within, dark CSF and inner table without.
 * Each profile is first divided by the brightness of the brain beneath it, so that what N4 left of the field does not count.
 */
export function boundaryCost(profiles: Profiles, surface: Surface, reach: number): BoundaryCost {
  const { samples, length, from } = profiles;
  const brightness = smoothOn(surface, brainBrightness(profiles, surface.count, -reach), 30);
  const offsets = 2 * reach + 1;
  const costs = new Float32Array(surface.count * offsets);
  const y = new Float64Array(length);
  for (let p = 0; p < surface.count; p++) {
    // Beyond 1 all is bright alike: fat and marrow must not outshine the brain.
    for (let s = 0; s < length; s++) y[s] = Math.min(samples[p * length + s] / brightness[p], 1);
    for (let o = 0; o < offsets; o++) {
      const edge = o - reach - from;
      let inside = 0;
      for (let s = 1; s <= insideWindow; s++) inside += y[edge - s];
      let outside = 0;
      for (let s = 1; s <= outsideWindow; s++) outside += y[edge + s];
      costs[p * offsets + o] = outside / outsideWindow - inside / insideWindow;
    }
  }
  return { costs, from: -reach, offsets };
}

/** Upper quartile of the samples deeper than `depth` below the prior's surface. */
function brainBrightness({ samples, length, from }: Profiles, count: number, depth: number): Float32Array {
  const deep = depth - from + 1;
  const out = new Float32Array(count);
  for (let p = 0; p < count; p++) {
    const inner = samples.slice(p * length, p * length + deep).sort();
    out[p] = Math.max(inner[Math.floor(0.75 * deep)], 1e-6);
  }
  return out;
}

/** The mean cost over all points at their offsets. */
export function costAt({ costs, from, offsets }: BoundaryCost, at: Float32Array): number {
  let sum = 0;
  for (let p = 0; p < at.length; p++) {
    const nearest = Math.min(Math.max(Math.round(at[p]) - from, 0), offsets - 1);
    sum += costs[p * offsets + nearest];
  }
  return sum / at.length;
}
