import type { CheckpointDescription, Condition, UNetConfig } from '@braingen/unet3d';
import { noCondition, withoutCondition } from '@braingen/unet3d';
import { tf } from '@braingen/engine';
import type { Conditions } from '@braingen/trainer';
import { Failure } from '../failure.ts';

/** What is known of a volume, by the names of covariates and classes; what is missing is unknown. */
export type Facts = Readonly<Record<string, string | number | undefined>>;

/** A number that the network is told, as a share of its range in training. */
export interface Covariate {
  readonly name: string;
  /** The values that the network is told as 0 and 1. */
  readonly range: readonly [number, number];
  /** Of a covariate in words: the two that stand for 0 and 1. */
  readonly levels?: readonly [string, string];
}

/** What the numbers of a network's condition stand for. It goes into the checkpoint as it is. */
export interface Conditioning {
  readonly covariates: readonly Covariate[];
  /** A column of kinds, each with an embedding of its own. */
  readonly classes?: { readonly name: string; readonly values: readonly string[] };
}

/** A condition as the network's numbers; -1 is unknown. */
export interface EncodedCondition {
  readonly covariates: readonly number[];
  readonly class: number;
}

/** What a checkpoint's network is told; nothing of one without conditions. */
export function conditioningOf({ conditioning }: CheckpointDescription): Conditioning | undefined {
  return conditioning as Conditioning | undefined;
}

/** The names of all that a network is told. */
export function namesOf({ covariates, classes }: Conditioning): string[] {
  return [...covariates.map(({ name }) => name), ...(classes ? [classes.name] : [])];
}

/** The part of the network's configuration that its conditions decide. */
export function conditionedModel({
  covariates,
  classes,
}: Conditioning): Pick<UNetConfig, 'numCovariates' | 'numClassEmbeds'> {
  return {
    ...(covariates.length > 0 && { numCovariates: covariates.length }),
    ...(classes && { numClassEmbeds: classes.values.length }),
  };
}

/**
 * What is known of a volume, as numbers.
 *
 * @param source what the error names, such as "--condition"
 * @throws Failure for a name the network was not trained with, or a value that it cannot be told
 */
export function encodeFacts(conditioning: Conditioning, facts: Facts, source: string): EncodedCondition {
  const { covariates, classes } = conditioning;
  const names = namesOf(conditioning);
  const strange = Object.keys(facts).find((name) => !names.includes(name));
  if (strange !== undefined)
    throw new Failure(`${source}: expected ${names.join(', ')}, which the model was trained with, found ${strange}`);
  return {
    covariates: covariates.map((covariate) => encodeCovariate(covariate, facts[covariate.name], source)),
    class: classes ? encodeClass(classes, facts[classes.name], source) : noCondition,
  };
}

function encodeCovariate(
  { name, range, levels }: Covariate,
  value: string | number | undefined,
  source: string,
): number {
  if (value === undefined) return noCondition;
  if (levels) {
    const level = levels.indexOf(String(value));
    if (level < 0) throw new Failure(`${source}: expected ${name} of ${levels.join(' or ')}, found "${value}"`);
    return level;
  }
  const number = Number(value);
  if (value === '' || !Number.isFinite(number))
    throw new Failure(`${source}: expected a number for ${name}, found "${value}"`);
  return (number - range[0]) / (range[1] - range[0]);
}

function encodeClass(
  { name, values }: NonNullable<Conditioning['classes']>,
  value: string | number | undefined,
  source: string,
): number {
  if (value === undefined) return noCondition;
  const index = values.indexOf(String(value));
  if (index < 0) throw new Failure(`${source}: expected ${name} of ${values.join(', ')}, found "${value}"`);
  return index;
}

/** Lines about numbers that lie outside what the network saw in training. */
export function warningsOf({ covariates }: Conditioning, facts: Facts): string[] {
  return covariates.flatMap(({ name, range: [low, high], levels }) => {
    const value = Number(facts[name]);
    if (levels || facts[name] === undefined || (value >= low && value <= high)) return [];
    return [`${name} ${value} lies outside ${low} to ${high}, which the model was trained with`];
  });
}

/** The condition of a batch from those of its volumes. */
export function conditionsFrom(
  conditioning: Conditioning,
  encoded: (volume: number) => EncodedCondition,
): Conditions<Condition> {
  return (batch) => {
    const each = batch.map(({ volume }) => encoded(volume));
    const condition: Condition = {
      ...(conditioning.covariates.length > 0 && {
        covariates: tf.tensor2d(each.map(({ covariates }) => [...covariates])),
      }),
      ...(conditioning.classes && {
        classes: tf.tensor1d(
          each.map((item) => item.class),
          'int32',
        ),
      }),
    };
    return withoutCondition(
      condition,
      batch.map(({ dropped }) => dropped),
    );
  };
}
