import { describe, expect, it } from 'vitest';
import { minimize, type Objective } from './minimize.ts';

const rosenbrock: Objective = ([x, y]) => ({
  value: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  gradient: Float64Array.of(-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
});

/** A bowl with axes of different steepness, turned by 45 degrees. */
const bowl: Objective = ([x, y]) => {
  const [u, v] = [(x - 3 + (y + 1)) * Math.SQRT1_2, (x - 3 - (y + 1)) * Math.SQRT1_2];
  const [a, b] = [20 * u, 0.5 * v];
  return {
    value: 10 * u * u + 0.25 * v * v,
    gradient: Float64Array.of((a + b) * Math.SQRT1_2, (a - b) * Math.SQRT1_2),
  };
};

describe('minimize', () => {
  it('finds the bottom of a bent valley', async () => {
    const { parameters, value, iterations } = await minimize(rosenbrock, Float64Array.of(-1.2, 1), {
      maxIterations: 200,
      maxStep: 1,
      tolerance: 1e-6,
    });
    expect(parameters[0]).toBeCloseTo(1, 5);
    expect(parameters[1]).toBeCloseTo(1, 5);
    expect(value).toBeLessThan(1e-10);
    expect(iterations).toBeLessThan(60);
  });

  it('needs a few steps in a bowl, and one where it knows the curvature', async () => {
    const options = { maxIterations: 50, maxStep: 10, tolerance: 1e-6 };
    const first = await minimize(bowl, Float64Array.of(0, 0), options);
    expect([...first.parameters].map((x) => Math.round(1e5 * x) / 1e5)).toEqual([3, -1]);
    expect(first.iterations).toBeLessThan(15);
    const again = await minimize(bowl, Float64Array.of(8, 5), { ...options, curvature: first.curvature });
    expect([...again.parameters].map((x) => Math.round(1e3 * x) / 1e3)).toEqual([3, -1]);
    expect(again.iterations).toBeLessThan(4);
  });

  it('takes no step longer than allowed', async () => {
    const visited: Float64Array[] = [];
    const watched: Objective = (x) => (visited.push(x.slice()), bowl(x));
    await minimize(watched, Float64Array.of(-40, 60), { maxIterations: 200, maxStep: 0.75, tolerance: 1e-4 });
    const steps = visited.slice(1).map((x, i) => Math.hypot(x[0] - visited[i][0], x[1] - visited[i][1]));
    expect(Math.max(...steps)).toBeLessThan(0.75 + 1e-9);
  });

  it('turns back from where the function is infinite, and stays where nothing is lower', async () => {
    const walled: Objective = (x) => (x[0] > 3.5 ? { value: Infinity, gradient: new Float64Array(2) } : bowl(x));
    const { parameters } = await minimize(walled, Float64Array.of(0, 0), {
      maxIterations: 60,
      maxStep: 20,
      tolerance: 1e-5,
    });
    expect(parameters[0]).toBeCloseTo(3, 3);
    const flat: Objective = () => ({ value: 1, gradient: new Float64Array(2) });
    const still = await minimize(flat, Float64Array.of(4, 4), { maxIterations: 9, maxStep: 1, tolerance: 0.1 });
    expect([...still.parameters, still.iterations]).toEqual([4, 4, 0]);
  });

  it('stops after the iterations allowed', async () => {
    let asked = 0;
    const { iterations } = await minimize(rosenbrock, Float64Array.of(-1.2, 1), {
      maxIterations: 7,
      maxStep: 1,
      tolerance: 1e-9,
      onIteration: () => void asked++,
    });
    expect([iterations, asked]).toEqual([7, 7]);
  });
});
