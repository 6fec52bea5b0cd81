import { Adam, tf } from '@braingen/engine';

/** Numbers of every variable by its name. */
export type Values = ReadonlyMap<string, Float32Array>;

/** Where a training stands: enough to go on with equal bits. */
export interface TrainingState {
  /** Optimiser steps taken. */
  readonly step: number;
  readonly weights: Values;
  /** The moving average of the weights. */
  readonly ema: Values;
  /** Adam's moments. */
  readonly moments: { readonly mean: Values; readonly square: Values };
}

/** What a training changes as it goes. */
export interface Optimized {
  readonly variables: ReadonlyMap<string, tf.Variable>;
  readonly ema: ReadonlyMap<string, tf.Variable>;
  readonly adam: Adam;
}

/** A start from the variables as they are, or from a state, which goes into them. */
export function begin(variables: ReadonlyMap<string, tf.Variable>, state: TrainingState | undefined): Optimized {
  if (state) for (const [name, variable] of variables) assign(variable, numbers(state.weights, name, variable));
  // A copy, not a clone: engines change variables in place, and clones share their numbers.
  const copy = (variable: tf.Variable): tf.Variable => tf.tidy(() => tf.variable(tf.mul(variable, 1), false));
  const ema = new Map([...variables].map(([name, variable]) => [name, copy(variable)]));
  const adam = new Adam({ learningRate: 0 });
  if (state) {
    adam.step = state.step;
    for (const [name, variable] of variables) {
      assign(ema.get(name) as tf.Variable, numbers(state.ema, name, variable));
      const mean = numbers(state.moments.mean, name, variable);
      adam.restore(name, variable, { mean, square: numbers(state.moments.square, name, variable) });
    }
  }
  return { variables, ema, adam };
}

/** Copies of everything, out of the engine. */
export async function snapshot({ variables, ema, adam }: Optimized, step: number): Promise<TrainingState> {
  const read = async (variable: tf.Variable): Promise<Float32Array> => Float32Array.from(await variable.data());
  const state = { step, weights: new Map(), ema: new Map(), moments: { mean: new Map(), square: new Map() } };
  for (const [name, variable] of variables) {
    state.weights.set(name, await read(variable));
    state.ema.set(name, await read(ema.get(name) as tf.Variable));
    const moments = await adam.moments(name);
    state.moments.mean.set(name, moments?.mean ?? new Float32Array(variable.size));
    state.moments.square.set(name, moments?.square ?? new Float32Array(variable.size));
  }
  return state;
}

function assign(variable: tf.Variable, values: Float32Array): void {
  tf.tidy(() => variable.assign(tf.tensor(Float32Array.from(values), variable.shape)));
}

function numbers(values: Values, name: string, { size }: tf.Variable): Float32Array {
  const found = values.get(name);
  if (found?.length !== size)
    throw new RangeError(`train: expected ${size} numbers for ${name} in the state, found ${found?.length ?? 'none'}`);
  return found;
}
