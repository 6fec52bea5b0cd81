import { BraingenError } from '@braingen/volume';
import type { CovariateModel } from '../gaussian/covariate-model.ts';
import type { Shrinkage } from '../gaussian/gaussian-model.ts';
import type { LevelScale } from '../pyramid/scales.ts';
import type { Window } from '../pyramid/window.ts';
import type { Rim } from '../rim.ts';
import type { Stage } from '../stage/stage.ts';

/** A cascade file that cannot be used. */
export class CascadeError extends BraingenError {
  static override readonly brand: symbol = Symbol.for('@braingen/cascade/CascadeError');
  override readonly name = 'CascadeError';
  readonly blames = 'input';
}

/** A stage with the file of its weights. */
export interface StoredStage {
  readonly stage: Stage;
  /** In the same folder: weights to sample from, in PyTorch's layout. */
  readonly file: string;
}

/** All of a cascade that is not a tensor, as plain JSON. */
export interface CascadeDescription {
  readonly window: Window;
  readonly scales: readonly LevelScale[];
  readonly rims: readonly Rim[];
  /** Of the Gaussian model, along each of its directions. */
  readonly variances: readonly number[];
  readonly shrinkage: Shrinkage;
  readonly covariates?: CovariateModel | undefined;
  readonly stages: readonly StoredStage[];
  /** Whatever else belongs to it: grid, intensities, who was learnt from. */
  readonly about: Readonly<Record<string, unknown>>;
}

/** The file that holds the description; it is written last, so that a folder with it is complete. */
export const descriptionFile = 'cascade.json';

/** The tensors of the Gaussian model: `mean` [d, h, w], `directions` [k, d, h, w]. */
export const gaussianFile = 'gaussian.safetensors';

/** @throws CascadeError unless the text is a description of this version */
export function parseDescription(text: string): CascadeDescription {
  let found: Record<string, unknown>;
  try {
    found = (JSON.parse(text) ?? {}) as Record<string, unknown>;
  } catch (error) {
    throw new CascadeError(`${descriptionFile}: expected JSON, found ${quoted((error as Error).message)}`, {
      cause: error,
    });
  }
  const { format, version, ...written } = found;
  if (format !== 'braingen-cascade' || (version !== 2 && version !== 3))
    throw new CascadeError(
      `${descriptionFile}: expected format braingen-cascade, version 2 or 3, found ${quoted(format)}, version ${quoted(version)}`,
    );
  const description = version === 2 ? sinceVersion2(written) : written;
  for (const [field, [type, is]] of Object.entries(fields)) {
    const value = description[field];
    if (!is(value))
      throw new CascadeError(`${descriptionFile}: expected ${field} to be ${type}, found ${quoted(value)}`);
  }
  for (const { file } of description['stages'] as { file: unknown }[]) {
    if (typeof file !== 'string' || !/^[\w-]+\.safetensors$/.test(file))
      throw new CascadeError(`${descriptionFile}: expected the name of a safetensors file, found ${quoted(file)}`);
  }
  return description as unknown as CascadeDescription;
}

/** Before version 3 one intensity divided every head from its background. */
function sinceVersion2({ backgroundLimit, ...description }: Record<string, unknown>): Record<string, unknown> {
  const levels = Array.isArray(description['scales']) ? description['scales'].length : 1;
  return { ...description, rims: Array.from({ length: levels }, () => ({ surface: backgroundLimit, ratio: 1 })) };
}

type Check = readonly [type: string, is: (value: unknown) => boolean];
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
const object: Check = ['an object', isObject];
const objects: Check = ['a list of objects', (value) => Array.isArray(value) && value.every(isObject)];

const numbers = (value: unknown, length: number): boolean =>
  Array.isArray(value) && value.length === length && value.every(Number.isFinite);

/** Tables as long and as wide as they must be together. */
function isCovariateModel(value: unknown): boolean {
  const { mean, covariance, loadings } = (value ?? {}) as Record<string, unknown>;
  const isTable = (table: unknown): boolean =>
    Array.isArray(table) && Array.isArray(mean) && table.every((row) => numbers(row, mean.length));
  return Array.isArray(mean) && mean.every(Number.isFinite) && isTable(covariance) && isTable(loadings);
}

function isRim(value: unknown): boolean {
  const { surface, ratio } = (value ?? {}) as Record<string, unknown>;
  return Number.isFinite(surface) && Number.isFinite(ratio);
}

const fields: Readonly<Record<keyof CascadeDescription, Check>> = {
  window: object,
  scales: objects,
  rims: ['a list of surfaces and ratios', (value) => Array.isArray(value) && value.length > 0 && value.every(isRim)],
  variances: ['a list of numbers', (value) => Array.isArray(value) && value.every(Number.isFinite)],
  shrinkage: object,
  covariates: ['tables of numbers', (value) => value === undefined || isCovariateModel(value)],
  stages: objects,
  about: object,
};

/** A value as an error shows it: never more than a part of a line. */
const quoted = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value).slice(0, 80));

export const formatDescription = (description: CascadeDescription): string =>
  `${JSON.stringify({ format: 'braingen-cascade', version: 3, ...description }, null, 2)}\n`;
