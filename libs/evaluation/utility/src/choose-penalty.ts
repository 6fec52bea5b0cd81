import type { Random } from '@braingen/volume';
import { ridge, type Learners, type Products } from './ridge.ts';

const folds = 5;
/** From nearly nothing to nearly everything taken off. */
const penalties = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];

/** Learners, of whom some are left out in turn to choose by. */
export interface Tried extends Learners {
  /** By member: whose volume it is. People stay together; undefined for a member that is always learned from. */
  readonly people: readonly (string | undefined)[];
}

/**
 * The penalty whose squared error on people left out is the least, in five folds.
 *
 * @returns the middle one where there are fewer than two people to leave out
 */
export function choosePenalty(products: Products, { people, ...learners }: Tried, random: Random): number {
  const { members, targets, weights } = learners;
  const names = [...new Set(people.flatMap((name) => name ?? []))];
  if (names.length < 2) return 1;
  const foldOf = new Map(shuffled(names, random).map((name, i) => [name, i % folds]));
  const errors = penalties.map(() => 0);
  for (let fold = 0; fold < Math.min(folds, names.length); fold++) {
    const isOut = people.map((name) => name !== undefined && foldOf.get(name) === fold);
    const kept = <T>(values: readonly T[]): T[] => values.filter((_, i) => !isOut[i]);
    const rest = { members: kept(members), targets: kept(targets), weights: kept(weights) };
    for (const [p, penalty] of penalties.entries()) {
      const predict = ridge(products, rest, penalty);
      members.forEach((member, i) => {
        if (!isOut[i]) return;
        const outputs = predict(member);
        errors[p] += weights[i] * outputs.reduce((sum, value, o) => sum + (value - targets[i][o]) ** 2, 0);
      });
    }
  }
  return penalties[errors.indexOf(Math.min(...errors))];
}

function shuffled(names: readonly string[], random: Random): string[] {
  return names
    .map((name) => ({ name, key: random.uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ name }) => name);
}
