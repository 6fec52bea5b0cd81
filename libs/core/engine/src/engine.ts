import { BraingenError } from '@braingen/volume/error';

/** The engines by name: `embedded` is `native` where it is built, else `wasm`. */
export const engineNames = ['tfjs-node-gpu', 'tfjs-node', 'webgpu', 'embedded', 'native', 'wasm', 'tfjs-cpu'] as const;

export type EngineName = (typeof engineNames)[number];

/** What computes. */
export interface Engine {
  /** The engine that runs: `native` or `wasm` where `embedded` was asked for. */
  readonly name: Exclude<EngineName, 'embedded'>;
  /** The CPU, with the instruction set in use; or the GPU. */
  readonly device: string;
  readonly isGpu: boolean;
  /** Threads on the CPU; 0 where a GPU computes. */
  readonly threads: number;
  /** Versions of what the figures depend on: TensorFlow.js, Node, the engine's own library. */
  readonly versions: Readonly<Record<string, string>>;
  /** All of it in one line. */
  describe(): string;
}

/** Why an engine is not available, and what would help. */
export class EngineUnavailable extends BraingenError {
  static override readonly brand: symbol = Symbol.for('@braingen/engine/EngineUnavailable');
  override readonly name = 'EngineUnavailable';
  readonly blames = 'environment';
  readonly engine: EngineName;
  readonly cure: string;

  constructor(engine: EngineName, reason: string, cure: string) {
    super(`${engine}: ${reason}. ${cure}`);
    this.engine = engine;
    this.cure = cure;
  }
}
