import { engineNames, EngineUnavailable, type Engine, type EngineName } from './engine.ts';
import { startEmbedded } from './engines/embedded.ts';
import { startTfjsCpu } from './engines/tfjs-cpu.ts';
import { startTfjsNode } from './engines/tfjs-node.ts';
import { startWebGpu } from './engines/webgpu.ts';

export interface EngineOptions {
  /** Forces one engine. @default the first there is of the GPU engines and the embedded one */
  readonly name?: EngineName | undefined;
  /** Threads on the CPU. The embedded engine's results do not depend on them. @default all there are */
  readonly threads?: number | undefined;
  /** Refuses an engine that would compute on the CPU. @default false */
  readonly requireGpu?: boolean | undefined;
}

/** What is tried, in order. tfjs-node is not: on a CPU the embedded engine is the faster one. */
const preference: readonly EngineName[] = ['tfjs-node-gpu', 'webgpu', 'embedded'];

let current: Engine | undefined;

/** The engine started last. @throws Error if none was started */
export function currentEngine(): Engine {
  if (!current) throw new Error('expected an engine, found none: call startEngine first');
  return current;
}

/**
 * Picks TensorFlow.js's backend. Call it before the first tensor is made; called again, it switches, and tensors made
 * before belong to the engine before.
 *
 * @throws EngineUnavailable with the reason and its cure, if the engine asked for, or any GPU that was required, is
 *   not there
 * @throws RangeError if there is no engine of this name
 */
export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
  const { name, threads, requireGpu = false } = options;
  if (name !== undefined && !engineNames.includes(name)) {
    throw new RangeError(`startEngine: expected one of ${engineNames.join(', ')}, found ${String(name)}`);
  }
  const refusals: string[] = [];
  for (const candidate of name ? [name] : preference) {
    try {
      const engine = await start(candidate, threads);
      if (engine.isGpu || (name !== undefined && !requireGpu) || (candidate === 'embedded' && !requireGpu)) {
        return (current = engine);
      }
      refusals.push(`${engine.name} computes on ${engine.device}, which is no GPU`);
    } catch (error) {
      if (!(error instanceof EngineUnavailable) || name !== undefined) throw error;
      refusals.push(error.message);
    }
  }
  const asked = name ?? 'embedded';
  throw new EngineUnavailable(
    asked,
    `a GPU was required and none was found (${refusals.join('; ')})`,
    'Leave --require-gpu out to compute on the CPU',
  );
}

/** Starts one engine by its name. */
export async function start(name: EngineName, threads?: number): Promise<Engine> {
  switch (name) {
    case 'tfjs-node-gpu':
    case 'tfjs-node':
      return startTfjsNode(name, threads);
    case 'webgpu':
      return startWebGpu();
    case 'tfjs-cpu':
      return startTfjsCpu();
    case 'native':
    case 'wasm':
      return startEmbedded(name, threads);
    case 'embedded':
      return startEmbedded('native', threads).catch((error: unknown) => {
        if (error instanceof EngineUnavailable) return startEmbedded('wasm', threads);
        throw error;
      });
  }
}
