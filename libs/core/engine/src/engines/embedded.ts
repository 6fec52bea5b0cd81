import { useEmbedded } from '../embedded/register.ts';
import { EngineUnavailable, type Engine } from '../engine.ts';
import { firstLine, processorName } from './environment.ts';
import { makeEngine } from './make-engine.ts';

const cures = {
  native: 'Install a C compiler (on Debian: apt-get install gcc libc6-dev) and run: npm rebuild @braingen/kernels',
  wasm: 'WebAssembly SIMD and threads need Node 20 or later, or a current browser',
};

/** @throws EngineUnavailable */
export async function startEmbedded(runtime: 'native' | 'wasm', threads?: number): Promise<Engine> {
  try {
    const { kernels } = await useEmbedded(runtime, threads);
    return makeEngine({
      name: runtime,
      device: `${await processorName()} (${kernels.simd})`,
      isGpu: false,
      threads: kernels.threads,
    });
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new EngineUnavailable(runtime, firstLine(error), cures[runtime]);
  }
}
