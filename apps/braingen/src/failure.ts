import { PipelineError } from '@braingen/pipeline/error';
import { blameOf, BraingenError, type ErrorCause } from '@braingen/volume/error';

/** What the exit status of the program says. */
export const exitStatus = {
  done: 0,
  /** Some items failed; the others are done, and each failure has its error file. */
  someFailed: 1,
  /** Wrong usage or bad input. */
  usage: 2,
  /** The environment lacks something; the message says how to get it. */
  environment: 3,
  /** Checkpointed; wants to be started again. */
  restart: 85,
} as const;

/** An end of the program that its user can act on: one line, and an exit status. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly status: number;

  constructor(message: string, status: number = exitStatus.usage) {
    super(message);
    this.status = status;
  }
}

const statusOf: Readonly<Record<ErrorCause, number>> = {
  input: exitStatus.usage,
  environment: exitStatus.environment,
  computation: exitStatus.someFailed,
};

/** The line to print and the status to end with. */
export function describeFailure(error: unknown): { message: string; status: number } {
  if (!(error instanceof Error)) return { message: String(error), status: exitStatus.someFailed };
  if (error instanceof Failure) return { message: error.message, status: error.status };
  if (error instanceof PipelineError) return describePipelineError(error);
  // Errors of the packages say it themselves, whatever the system's code is.
  const ofSystem = error instanceof BraingenError ? undefined : describeSystemError(error);
  if (ofSystem) return ofSystem;
  const message = error instanceof RangeError ? asOption(error.message) : error.message;
  return { message: oneLine(message), status: statusOf[blameOf(error)] };
}

function describeSystemError({ code, path }: NodeJS.ErrnoException): { message: string; status: number } | undefined {
  if (code === 'ENOENT') return { message: `${path}: no such file or folder`, status: exitStatus.usage };
  if (code === 'EACCES') return { message: `${path}: permission denied`, status: exitStatus.usage };
  if (code === 'ENOSPC')
    return { message: `${path ?? 'output'}: no space left on the disk`, status: exitStatus.environment };
  return undefined;
}

/** A message with the name of what failed before it, once: libraries' errors begin with their own. */
export function prefixed(name: string, message: string): string {
  return message.startsWith(`${name}: `) ? message : `${name}: ${message}`;
}

/** Lines joined, and no more than a person reads: what a file holds may be quoted in it. */
const oneLine = (text: string): string =>
  text
    .slice(0, 2000)
    .split('\n')
    .map((line) => line.trim())
    .join(' ')
    .trim();

/** Fields of requests, by the options that set them. */
const optionOf: Readonly<Record<string, string>> = {
  autoguidance: '--autoguidance',
  condition: '--condition',
  count: '--count',
  edit: '--edit',
  first: '--first',
  from: '--from',
  guidance: '--guidance',
  like: '--like',
  mask: '--mask',
  scheduler: '--scheduler',
};

/** Arguments by which errors of other libraries begin, by the options that set them. */
const argumentOf: Readonly<Record<string, string>> = {
  heldOut: '--held-out',
  participants: '--participant-label',
  shard: '--shard',
  steps: '--steps',
};

const asOption = (message: string): string => message.replace(/^\w+(?=: )/, (name) => argumentOf[name] ?? name);

/** What the library advises, as an option of the program. */
const adviceFor: Readonly<Record<string, string>> = {
  'force removes them': '--force removes them',
  'resume continues it': '--resume continues it',
  'settings say what weights do not contain':
    'braingen convert --config makes a run of it with what weights do not contain',
};

function describePipelineError(error: PipelineError): { message: string; status: number } {
  const { kind, field, source, expected, found } = error;
  const option = kind === 'request' || kind === 'data' ? optionOf[field] : undefined;
  const place = option ?? (source === undefined || source === field ? field : `${source}: ${field}`);
  const advice = error.advice && (adviceFor[error.advice] ?? error.advice);
  const escape = kind === 'memory' ? ' (--no-memory-check starts all the same)' : '';
  return {
    message: oneLine(`${place}: expected ${expected}, found ${found}${advice ? `; ${advice}` : ''}${escape}`),
    status: statusOf[error.blames],
  };
}
