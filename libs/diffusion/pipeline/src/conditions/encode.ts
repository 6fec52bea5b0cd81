import { noCondition } from '@braingen/unet3d';
import { PipelineError, quoted, type PipelineErrorKind } from '../error.ts';
import { conditionNames, type Conditioning, type ConditionValues, type Covariate } from './conditioning.ts';

/** A condition as the network's numbers; -1 is unknown. */
export interface EncodedCondition {
  readonly covariates: readonly number[];
  readonly class: number;
}

/** What an error of encoding names. */
export interface ConditionSource {
  readonly kind: PipelineErrorKind;
  /** Such as "condition", or the path of a volume. */
  readonly field: string;
}

/**
 * The covariates of a volume as numbers.
 *
 * @throws PipelineError for a name the network was not conditioned on, or a value it does not know
 */
export function encodeCondition(
  conditioning: Conditioning,
  values: ConditionValues,
  source: ConditionSource,
): EncodedCondition {
  const { covariates, classes } = conditioning;
  const names = conditionNames(conditioning);
  const unknown = Object.keys(values).find((name) => !names.includes(name));
  if (unknown !== undefined) throw refusal(source, `${names.join(', ')}, which the model was trained with`, unknown);
  return {
    covariates: covariates.map((covariate) => encodeCovariate(covariate, values[covariate.name], source)),
    class: classes ? encodeClass(classes, values[classes.name], source) : noCondition,
  };
}

function encodeCovariate(
  { name, range, levels }: Covariate,
  value: string | number | undefined,
  source: ConditionSource,
): number {
  if (value === undefined) return noCondition;
  if (levels) {
    const level = levels.indexOf(String(value));
    if (level < 0) throw refusal(source, `${name} of ${levels.join(' or ')}`, quoted(value));
    return level;
  }
  const number = Number(value);
  if (value === '' || !Number.isFinite(number)) throw refusal(source, `a number for ${name}`, quoted(value));
  return (number - range[0]) / (range[1] - range[0]);
}

function encodeClass(
  { name, values }: NonNullable<Conditioning['classes']>,
  value: string | number | undefined,
  source: ConditionSource,
): number {
  if (value === undefined) return noCondition;
  const index = values.indexOf(String(value));
  if (index < 0) throw refusal(source, `${name} of ${values.join(', ')}`, quoted(value));
  return index;
}

const refusal = ({ kind, field }: ConditionSource, expected: string, found: string): PipelineError =>
  new PipelineError(kind, { field, expected, found });
