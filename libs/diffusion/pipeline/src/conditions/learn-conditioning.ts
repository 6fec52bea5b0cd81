import type { ConditionConfig } from '../config/condition-config.ts';
import { PipelineError } from '../error.ts';
import type { Conditioning, ConditionValues, Covariate } from './conditioning.ts';

/**
 * The ranges and classes of the covariates, from the volumes that are trained on.
 *
 * @param values of every volume
 * @param source the folder that the error names
 * @throws PipelineError of kind 'data' where a chosen column is missing, or has the same value everywhere
 */
export function learnConditioning(
  { covariates, classes }: Pick<ConditionConfig, 'covariates' | 'classes'>,
  values: readonly ConditionValues[],
  source: string,
): Conditioning {
  const columns = [...new Set(values.flatMap(Object.keys))].sort();
  const valuesOf = (name: string): (string | number)[] => {
    const known = values.flatMap((each) => each[name] ?? []);
    if (known.length === 0)
      throw new PipelineError('data', {
        field: source,
        expected: `${name} in participants.tsv or in the volumes' sidecars`,
        found: columns.join(', ') || 'neither',
      });
    return known;
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
    if (range[0] === range[1]) throw constant(name, range[0], source);
    return { name, range };
  }
  const kinds = kindsOf(name, values, source);
  if (kinds.length > 2)
    throw new PipelineError('data', {
      field: source,
      expected: `numbers, or two kinds, for the covariate ${name}`,
      found: kinds.slice(0, 5).join(', '),
      advice: 'condition.classes takes any number of kinds',
    });
  return { name, range: [0, 1], levels: [kinds[0], kinds[1]] };
}

function kindsOf(name: string, values: readonly (string | number)[], source: string): string[] {
  const kinds = [...new Set(values.map(String))].sort();
  if (kinds.length < 2) throw constant(name, kinds[0], source);
  return kinds;
}

const constant = (name: string, value: string | number, source: string): PipelineError =>
  new PipelineError('data', {
    field: source,
    expected: `${name} to differ between volumes`,
    found: `${value} everywhere`,
  });
