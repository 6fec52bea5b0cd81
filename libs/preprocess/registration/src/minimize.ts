/** A function of several variables with its gradient. */
export type Objective = (parameters: Float64Array) => { value: number; gradient: Float64Array };

export interface MinimizeOptions {
  readonly maxIterations: number;
  /** No step is longer than this, in the parameters' own unit. */
  readonly maxStep: number;
  /** Stop when the minimum seems to be nearer than this. */
  readonly tolerance: number;
  /**
   * What an earlier minimisation of a like function learned of its curvature.
   * @default the gradient alone says where to go first
   */
  readonly curvature?: InverseHessian | undefined;
  /** Called before each iteration. */
  readonly onIteration?: () => void | Promise<void>;
}

export type InverseHessian = readonly Float64Array[];

export interface Minimum {
  readonly parameters: Float64Array;
  readonly value: number;
  readonly iterations: number;
  /** The approximate inverse of the Hessian at the end; absent if nothing was learned. */
  readonly curvature?: InverseHessian | undefined;
}

/** How often the model of the curvature may be given up before the place counts as the minimum. */
const mostRestarts = 2;

/**
 * BFGS (Nocedal & Wright, Numerical Optimization, 2006, algorithm 6.1) with a backtracking line search for few
 * variables of one unit. Steps are capped, so that a start at some distance is not thrown out of the basin. It ends when
 * the step that the model proposes, not the one that the search allows, is short: on a rough function the search may
 * stumble far from the minimum.
 */
export async function minimize(objective: Objective, start: Float64Array, options: MinimizeOptions): Promise<Minimum> {
  const { maxIterations, maxStep, tolerance } = options;
  let x: Float64Array = start.slice();
  let { value, gradient } = objective(x);
  let inverse: Float64Array[] | undefined = options.curvature?.map((row) => row.slice());
  let iterations = 0;
  for (let restarts = 0; iterations < maxIterations && norm(gradient) > 0; iterations++) {
    await options.onIteration?.();
    let direction = inverse ? multiply(inverse, gradient) : gradient.slice();
    let slope = dot(direction, gradient);
    if (!(slope > 0)) {
      inverse = undefined;
      direction = gradient.slice();
      slope = dot(gradient, gradient);
    }
    const length = norm(direction);
    if (inverse && length < tolerance) break;
    // Without a model only the direction means something: a restart steps cautiously.
    const longest = inverse ? Math.min(length, maxStep) : restarts > 0 ? 4 * tolerance : maxStep;
    const scale = -longest / length;
    const found = lineSearch(
      objective,
      x,
      value,
      direction.map((d) => d * scale),
      slope * scale,
      tolerance,
    );
    if (!found) {
      if (++restarts > mostRestarts || !inverse) break;
      inverse = undefined;
      continue;
    }
    const step = found.x.map((v, i) => v - x[i]);
    const change = found.gradient.map((g, i) => g - gradient[i]);
    inverse = updated(inverse, step, change);
    ({ x, value, gradient } = found);
  }
  return { parameters: x, value, iterations, curvature: inverse };
}

function lineSearch(
  objective: Objective,
  x: Float64Array,
  value: number,
  direction: Float64Array,
  slope: number,
  tolerance: number,
): { x: Float64Array; value: number; gradient: Float64Array } | undefined {
  const shortest = (0.25 * tolerance) / norm(direction);
  let t = 1;
  // The whole step is always tried.
  while (t === 1 || t >= shortest) {
    const candidate = x.map((v, i) => v + t * direction[i]);
    const next = objective(candidate);
    if (next.value <= value + 1e-4 * t * slope) return { x: candidate, ...next };
    const parabola = (-slope * t * t) / (2 * (next.value - value - slope * t));
    t = Number.isFinite(parabola) ? Math.min(Math.max(parabola, 0.1 * t), 0.5 * t) : 0.25 * t;
  }
  return undefined;
}

/** Nocedal & Wright (6.17), begun with (6.20). A step along which the slope did not grow teaches nothing. */
function updated(
  inverse: Float64Array[] | undefined,
  step: Float64Array,
  change: Float64Array,
): Float64Array[] | undefined {
  const curvature = dot(step, change);
  const n = step.length;
  if (!(curvature > 1e-10 * norm(step) * norm(change))) return inverse;
  const out = inverse ?? scaledIdentity(n, curvature / dot(change, change));
  const product = multiply(out, change);
  const factor = (1 + dot(change, product) / curvature) / curvature;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      out[i][j] += factor * step[i] * step[j] - (product[i] * step[j] + step[i] * product[j]) / curvature;
    }
  }
  return out;
}

const scaledIdentity = (n: number, scale: number): Float64Array[] =>
  Array.from({ length: n }, (_, i) => Float64Array.from({ length: n }, (_, j) => (i === j ? scale : 0)));

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));
const multiply = (m: Float64Array[], v: Float64Array): Float64Array => Float64Array.from(m, (row) => dot(row, v));
