import { BraingenError, type ErrorCause } from '@braingen/volume/error';

/**
 * What kind of thing is wrong, for a program that reacts to it:
 * - `config`: a field of the configuration;
 * - `request`: an option of a call, such as the condition of a sample;
 * - `data`: volumes, or a table or sidecar that describes them;
 * - `checkpoint`: a checkpoint or a file of weights;
 * - `run`: what a run folder holds does not go with what is asked for;
 * - `memory`: the work does not fit into the available memory.
 */
export type PipelineErrorKind = 'config' | 'request' | 'data' | 'checkpoint' | 'run' | 'memory';

/** The parts of an error's message. */
export interface Problem {
  /** What is wrong, as a caller of the library names it: "training.steps", "condition", or the path of a file. */
  readonly field: string;
  /** The file or folder that the field stands in, where there is one. */
  readonly source?: string | undefined;
  readonly expected: string;
  readonly found: string;
  /** What to do about it. */
  readonly advice?: string | undefined;
}

/** The one error of this package. Its message reads "source: field: expected ..., found ...; advice". */
export class PipelineError extends BraingenError implements Problem {
  static override readonly brand: symbol = Symbol.for('@braingen/pipeline/PipelineError');
  override readonly name = 'PipelineError';
  readonly kind: PipelineErrorKind;
  readonly blames: ErrorCause;
  readonly field: string;
  readonly source: string | undefined;
  readonly expected: string;
  readonly found: string;
  readonly advice: string | undefined;

  constructor(kind: PipelineErrorKind, problem: Problem, options?: ErrorOptions) {
    const { field, source, expected, found, advice } = problem;
    const place = source === undefined || source === field ? field : `${source}: ${field}`;
    super(`${place}: expected ${expected}, found ${found}${advice === undefined ? '' : `; ${advice}`}`, options);
    this.kind = kind;
    this.blames = kind === 'memory' ? 'environment' : 'input';
    this.field = field;
    this.source = source;
    this.expected = expected;
    this.found = found;
    this.advice = advice;
  }
}

const longestQuote = 80;

/** A value as a message quotes it: its JSON, of which no more than a line. */
export function quoted(value: unknown): string {
  // JSON has no word for numbers that are none.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > longestQuote ? `${text.slice(0, longestQuote)}...` : text;
}
