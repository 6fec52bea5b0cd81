import { Failure } from '../failure.ts';
import type { Conditioning, Covariate, Facts } from './conditioning.ts';

/** Which of the known facts a network is to be told. */
export interface ConditionChoice {
  readonly covariates: readonly string[];
  readonly classes?: string | undefined;
}

/**
 * The ranges and kinds of what a network is told, from the volumes it learns from.
 *
 * @param facts of every volume
 * @param source the folder that the error names
 * @throws Failure where a chosen column is not there, or says the same of all
 */
export function learnConditioning(
  { covariates, classes }: ConditionChoice,
  facts: readonly Facts[],
  source: string,
): Conditioning {
  const columns = [...new Set(facts.flatMap(Object.keys))].sort();
  const valuesOf = (name: string): (string | number)[] => {
    const values = facts.flatMap((each) => each[name] ?? []);
    if (values.length === 0)
      throw new Failure(
        `${source}: expected ${name} in participants.tsv or in the volumes' sidecars, found ${columns.join(', ') || 'neither'}`,
      );
    return values;
  };
  return {
    covariates: covariates.map((name) => learnCovariate(name, valuesOf(name), source)),
    ...(classes !== undefined && { classes: { name: classes, values: kindsOf(classes, valuesOf(classes), source) } }),
  };
}

function learnCovariate(name: string, values: readonly (string | number)[], source: string): Covariate {
  const numbers = values.map(Number);
  if (numbers.every(Number.isFinite)) {
    const range = [Math.min(...numbers), Math.max(...numbers)] as const;
    if (range[0] === range[1])
      throw new Failure(`${source}: expected ${name} to differ between volumes, found ${range[0]} everywhere`);
    return { name, range };
  }
  const kinds = kindsOf(name, values, source);
  if (kinds.length > 2)
    throw new Failure(
      `${source}: expected numbers, or two kinds, for the covariate ${name}, found ${kinds.slice(0, 5).join(', ')}; condition.classes takes any number of kinds`,
    );
  return { name, range: [0, 1], levels: [kinds[0], kinds[1]] };
}

function kindsOf(name: string, values: readonly (string | number)[], source: string): string[] {
  const kinds = [...new Set(values.map(String))].sort();
  if (kinds.length < 2)
    throw new Failure(`${source}: expected ${name} to differ between volumes, found ${kinds[0]} everywhere`);
  return kinds;
}
