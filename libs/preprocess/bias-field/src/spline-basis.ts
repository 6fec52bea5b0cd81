import type { SplineAxes, SplineAxis } from '@braingen/kernels';

/** The four uniform cubic B-splines over one span, at u in [0, 1]. */
function cubics(u: number): [number, number, number, number] {
  const v = 1 - u;
  return [(v * v * v) / 6, 2 / 3 - u * u * (1 - u / 2), 2 / 3 - v * v * (1 - v / 2), (u * u * u) / 6];
}

/**
 * The table of one axis: a uniform cubic B-spline of `spans` equal spans over voxels 0 .. length-1,
 * sampled at `positions`.
 */
export function splineAxis(positions: readonly number[], length: number, spans: number): SplineAxis {
  const samples = positions.length;
  const starts = new Int32Array(samples);
  const weights = new Float32Array(4 * samples);
  positions.forEach((position, i) => {
    const at = length > 1 ? (position / (length - 1)) * spans : 0;
    const start = Math.min(Math.max(Math.floor(at), 0), spans - 1);
    starts[i] = start;
    cubics(at - start).forEach((weight, tap) => (weights[tap * samples + i] = weight));
  });
  return { starts, weights, controls: spans + 3 };
}

/** The same samples with weights raised to a power, divided by the sum of squares if asked for (Lee 1997, equation 5). */
export function raised(axes: SplineAxes, power: 2 | 3): SplineAxes {
  return axes.map(({ starts, weights, controls }) => {
    const samples = starts.length;
    const changed = weights.map((weight, i) => {
      if (power === 2) return weight * weight;
      const sample = i % samples;
      let squares = 0;
      for (let tap = 0; tap < 4; tap++) squares += weights[tap * samples + sample] ** 2;
      return weight ** 3 / squares;
    });
    return { starts, weights: changed, controls };
  }) as unknown as SplineAxes;
}

/** The same spline on a lattice of twice as many spans (Lane & Riesenfeld 1980, for cubics). */
export function refineLattice(
  lattice: Float32Array,
  spans: readonly number[],
): { lattice: Float32Array; spans: [number, number, number] } {
  let values = lattice;
  const sizes = spans.map((n) => n + 3);
  let stride = 1;
  for (let axis = 0; axis < 3; axis++) {
    const from = sizes[axis];
    const to = 2 * spans[axis] + 3;
    const outer = values.length / (stride * from);
    const refined = new Float32Array(stride * to * outer);
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < to; i++) {
        // Old point k lies where new point 2k-1 does: odd new points are old ones smoothed, even ones midpoints.
        const k = (i + 1) >> 1;
        for (let s = 0; s < stride; s++) {
          const at = (j: number): number => values[s + stride * (j + from * o)];
          refined[s + stride * (i + to * o)] =
            i % 2 ? (at(k - 1) + 6 * at(k) + at(k + 1)) / 8 : (at(k) + at(k + 1)) / 2;
        }
      }
    }
    values = refined;
    sizes[axis] = to;
    stride *= to;
  }
  return { lattice: values, spans: spans.map((n) => 2 * n) as [number, number, number] };
}
