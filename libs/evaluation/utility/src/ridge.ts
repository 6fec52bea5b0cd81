import { solveSymmetric } from '@braingen/volume';

/** Inner products of all members' features, [rows, rows] by rows. */
export interface Products {
  readonly rows: number;
  readonly values: Float64Array;
}

/** Whom to learn from: members by index, what each is to give, output by output, and how much each counts. */
export interface Learners {
  readonly members: readonly number[];
  readonly targets: readonly (readonly number[])[];
  readonly weights: readonly number[];
}

/** The prediction of any member, a number an output. */
export type Predict = (member: number) => number[];

/**
 * Ridge regression with a free intercept, in its dual form (Saunders, Gammerman and Vovk 1998, ICML): minimises
 * sum_i w_i (y_i - b - f(x_i))^2 + s |f|^2 over linear f, where there are far more features than people.
 *
 * @param penalty s, in mean squared distances of the learners' features from their mean
 * @throws RangeError if all learners' features are the same
 */
export function ridge({ rows: all, values }: Products, learners: Learners, penalty: number): Predict {
  const { members, targets, weights } = learners;
  const n = members.length;
  const product = (i: number, j: number): number => values[members[i] * all + members[j]];
  const level = members.map((_, i) => mean(members.map((__, j) => product(i, j))));
  const overall = mean(level);
  const matrix = Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return product(i, j) - level[i] - level[j] + overall;
  });
  const spread = mean(members.map((_, i) => matrix[i * n + i]));
  if (!(spread > 0)) throw new RangeError('ridge: expected volumes that differ, found all the same');
  for (let i = 0; i < n; i++) matrix[i * n + i] += (penalty * spread) / weights[i];

  const outputs = targets[0].map((_, output) => Float64Array.from(targets, (target) => target[output]));
  const [ones, ...solved] = solveSymmetric(matrix, new Float64Array(n).fill(1), ...outputs);
  const fits = solved.map((solution) => {
    const intercept = sum(solution) / sum(ones);
    return { intercept, weights: solution.map((value, i) => value - intercept * ones[i]) };
  });
  return (member) => {
    const likeness = members.map((other, i) => values[member * all + other] - level[i]);
    return fits.map((fit) => fit.weights.reduce((total, weight, i) => total + weight * likeness[i], fit.intercept));
  };
}

const sum = (numbers: ArrayLike<number>): number => Array.from(numbers).reduce((total, value) => total + value, 0);
const mean = (numbers: readonly number[]): number => sum(numbers) / numbers.length;
