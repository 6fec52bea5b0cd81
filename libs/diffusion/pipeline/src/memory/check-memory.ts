import type { Engine } from '@braingen/engine';
import type { RunConfig } from '../config/run-config.ts';
import { PipelineError } from '../error.ts';
import { gigabytes } from './gigabytes.ts';

type Runtime = 'native' | 'wasm';

/** A change of the configuration that takes less memory. */
export interface Remedy {
  /** What to write into the configuration; nothing where another engine is the change. */
  readonly training: Partial<RunConfig['training']>;
  readonly runtime: Runtime;
  /** Bytes that the training then needs. */
  readonly bytes: number;
}

/** A training that does not fit; `remedies` are the changes with which it would. */
export class MemoryError extends PipelineError {
  static override readonly brand: symbol = Symbol.for('@braingen/pipeline/MemoryError');
  readonly remedies: readonly Remedy[];

  constructor(needed: number, available: number, remedies: readonly Remedy[]) {
    super('memory', {
      field: 'memory',
      expected: Number.isFinite(needed)
        ? `${gigabytes(needed)} for this training`
        : 'more than the 4.0 GB that WebAssembly can have for this training',
      found: `${gigabytes(available)} available`,
      advice:
        remedies.map(described).join(', ') || 'a smaller data.shape or fewer channels of the model would need less',
    });
    this.remedies = remedies;
  }
}

function described({ training, runtime, bytes }: Remedy): string {
  const settings = Object.entries(training).map(([name, value]) => `training.${name}: ${String(value)}`);
  return `${settings.join(' with ') || `engine ${runtime}`} needs ${gigabytes(bytes)}`;
}

/** From what leaves every number of the training as it is to what changes it. */
function changesOf({ training }: RunConfig, runtime: Runtime): Omit<Remedy, 'bytes'>[] {
  const together = training.microBatchSize ?? training.batchSize;
  const recomputed = training.gradientCheckpointing ? [] : [{ gradientCheckpointing: true }];
  const single = together > 1 ? [{ microBatchSize: 1 }] : [];
  const both = recomputed.length && single.length ? [{ ...recomputed[0], ...single[0] }] : [];
  return [
    ...(runtime === 'wasm' ? [{ training: {}, runtime: 'native' as const }] : []),
    ...[...recomputed, ...single, ...both].map((change) => ({ training: change, runtime })),
  ];
}

/**
 * Finds out before a training whether it fits. Other engines than the embedded one keep tensors where this process cannot
 * look.
 *
 * @param bytesOf bytes that a training by some configuration takes beyond what the process holds
 * @param available bytes that the process may still take
 * @returns the bytes that it takes, or undefined where that cannot be determined
 * @throws MemoryError that says what is needed, what is available, and which change would make it fit
 */
export async function checkMemory(
  config: RunConfig,
  bytesOf: (config: RunConfig, runtime: Runtime) => Promise<number>,
  { name: runtime }: Pick<Engine, 'name'>,
  available: number,
): Promise<number | undefined> {
  if (runtime !== 'native' && runtime !== 'wasm') return undefined;
  const needed = await bytesOf(config, runtime);
  if (needed <= available) return needed;
  const remedies: Remedy[] = [];
  for (const change of changesOf(config, runtime)) {
    const changed = { ...config, training: { ...config.training, ...change.training } };
    const bytes = await bytesOf(changed, change.runtime);
    if (bytes <= available) remedies.push({ ...change, bytes });
  }
  throw new MemoryError(needed, available, remedies);
}
