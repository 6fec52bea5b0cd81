import type { Random } from '@braingen/volume';
import { choosePenalty } from './choose-penalty.ts';
import { ridge, type Predict, type Products } from './ridge.ts';
import type { Task } from './task.ts';

/** A volume to learn from: a member of the products. */
export interface Lesson {
  readonly member: number;
  readonly target: number | string;
  /** Whose it is; undefined where it is not left out when the penalty is chosen. */
  readonly person: string | undefined;
}

/** What was learned, and how much was taken off for it. */
export interface Learned {
  readonly penalty: number;
  readonly predict: Predict;
}

/** Learns a task; classes count alike however many volumes they have. */
export function learn(task: Task, products: Products, lessons: readonly Lesson[], random: Random): Learned {
  const members = lessons.map(({ member }) => member);
  const targets = lessons.map(({ target }) => task.encode(target));
  const shares = new Map<string, number>();
  for (const { target } of lessons) shares.set(String(target), (shares.get(String(target)) ?? 0) + 1 / lessons.length);
  const weights = lessons.map(({ target }) =>
    task.kind === 'class' ? 1 / (shares.size * shares.get(String(target))!) : 1,
  );
  const learners = { members, targets, weights };
  const people = lessons.map(({ person }) => person);
  const penalty = choosePenalty(products, { ...learners, people }, random);
  return { penalty, predict: ridge(products, learners, penalty) };
}
