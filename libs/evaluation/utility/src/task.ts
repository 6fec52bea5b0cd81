/** What is to be told from a volume, as numbers that regression gives. */
export interface Task {
  readonly kind: 'number' | 'class';
  /** Names of the classes, sorted; none for numbers. */
  readonly classes: readonly string[];
  /** A target as the outputs that stand for it: the number itself, or 1 for its class and -1 for the others. */
  readonly encode: (target: number | string) => number[];
  /** Index of the class whose output is the highest; the number itself. */
  readonly decide: (outputs: readonly number[]) => number;
  /** A target as a number, or the index of its class. */
  readonly truth: (target: number | string) => number;
}

/** A number with this few values is a code of a class. */
const fewestNumbers = 3;

/**
 * Numbers where all targets are such and there are three different ones at least, classes otherwise.
 *
 * @throws RangeError where all targets are the same
 */
export function taskOf(targets: readonly (number | string)[]): Task {
  const kinds = [...new Set(targets.map(String))].sort();
  if (kinds.length < 2) throw new RangeError(`task: expected targets that differ, found ${kinds[0] ?? 'none'}`);
  if (kinds.length >= fewestNumbers && kinds.every((kind) => kind.trim() !== '' && Number.isFinite(Number(kind)))) {
    const encode = (target: number | string): number[] => [Number(target)];
    return { kind: 'number', classes: [], encode, decide: ([value]) => value, truth: Number };
  }
  const encode = (target: number | string): number[] => kinds.map((kind) => (kind === String(target) ? 1 : -1));
  const decide = (outputs: readonly number[]): number => outputs.indexOf(Math.max(...outputs));
  return { kind: 'class', classes: kinds, encode, decide, truth: (target) => kinds.indexOf(String(target)) };
}
