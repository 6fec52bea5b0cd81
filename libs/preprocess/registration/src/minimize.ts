/** A function of several variables with its gradient. */
export type Objective = (parameters: Float64Array) => { value: number; gradient: Float64Array };

export interface MinimizeOptions {
  readonly maxIterations: number;
  /** No step is longer than this, in the parameters' own unit. */
  readonly maxStep: number;
  /** Stop when a step is shorter than this. */
  readonly tolerance: number;
  /** Called before each iteration. */
  readonly onIteration?: () => void | Promise<void>;
}

export interface Minimum {
  readonly parameters: Float64Array;
  readonly value: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * BFGS (Nocedal & Wright, Numerical Optimization, 2006, algorithm 6.1) with a backtracking line search for few
 * variables of one unit. The first step has length `maxStep`; later ones are capped by it, so that a start at some
 * distance is not thrown out of the basin.
 */
export async function minimize(objective: Objective, start: Float64Array, options: MinimizeOptions): Promise<Minimum> {
  const n = start.length;
  let x: Float64Array = Float64Array.from(start);
  let { value, gradient } = objective(x);
  let inverse = scaledIdentity(n, options.maxStep / (norm(gradient) || 1));
  let fresh = true;
  let iterations = 0;
  let converged = norm(gradient) === 0;
  while (!converged && iterations < options.maxIterations) {
    await options.onIteration?.();
    iterations++;
    let direction: Float64Array = multiply(inverse, gradient, -1);
    let slope = dot(direction, gradient);
    if (!(slope < 0)) {
      inverse = scaledIdentity(n, options.maxStep / norm(gradient));
      fresh = true;
      direction = multiply(inverse, gradient, -1);
      slope = dot(direction, gradient);
    }
    const length = norm(direction);
    if (length > options.maxStep) {
      direction = direction.map((d) => (d * options.maxStep) / length);
      slope *= options.maxStep / length;
    }
    const found = lineSearch(objective, x, value, direction, slope, options.tolerance);
    if (!found) {
      // The model of the curvature may be at fault rather than the place: try once along the bare gradient.
      if (fresh) {
        converged = true;
        break;
      }
      inverse = scaledIdentity(n, (options.tolerance * 4) / norm(gradient));
      fresh = true;
      continue;
    }
    const step = found.x.map((v, i) => v - x[i]);
    const change = found.gradient.map((g, i) => g - gradient[i]);
    updateInverse(inverse, step, change, fresh);
    fresh = false;
    ({ x, value, gradient } = found);
    if (norm(step) < options.tolerance) converged = true;
  }
  return { parameters: x, value, iterations, converged };
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
  while (t >= Math.min(shortest, 1)) {
    const candidate = x.map((v, i) => v + t * direction[i]);
    const next = objective(candidate);
    if (next.value <= value + 1e-4 * t * slope) return { x: candidate, ...next };
    const parabola = (-slope * t * t) / (2 * (next.value - value - slope * t));
    t = Number.isFinite(parabola) ? Math.min(Math.max(parabola, 0.1 * t), 0.5 * t) : 0.25 * t;
  }
  return undefined;
}

/** Nocedal & Wright (6.17), scaled after the first step by (6.20). */
function updateInverse(inverse: Float64Array[], step: Float64Array, change: Float64Array, first: boolean): void {
  const curvature = dot(step, change);
  const n = step.length;
  if (!(curvature > 1e-10 * norm(step) * norm(change))) return;
  if (first) {
    const scale = curvature / dot(change, change);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) inverse[i][j] = i === j ? scale : 0;
  }
  const product = multiply(inverse, change, 1);
  const factor = (1 + dot(change, product) / curvature) / curvature;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      inverse[i][j] += factor * step[i] * step[j] - (product[i] * step[j] + step[i] * product[j]) / curvature;
    }
  }
}

const scaledIdentity = (n: number, scale: number): Float64Array[] =>
  Array.from({ length: n }, (_, i) => Float64Array.from({ length: n }, (_, j) => (i === j ? scale : 0)));

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));
const multiply = (m: Float64Array[], v: Float64Array, sign: number): Float64Array =>
  Float64Array.from(m, (row) => sign * dot(row, v));
