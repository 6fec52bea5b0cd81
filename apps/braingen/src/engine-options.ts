import type { Engine, EngineName } from '@braingen/engine';
import type { Command } from 'commander';
import type { Context } from './action.ts';

/** Options of the commands that run the network. */
export interface EngineChoice {
  readonly engine?: EngineName;
  readonly requireGpu?: boolean;
}

export function withEngineOptions(command: Command): Command {
  return command
    .option('--engine <name>', 'force one: tfjs-node-gpu, tfjs-node, webgpu, native, wasm, tfjs-cpu')
    .option('--require-gpu', 'refuse to compute on the CPU');
}

/** Starts the engine of this process and says which it is. */
export async function startChosenEngine(
  { engine, requireGpu }: EngineChoice,
  { terminal, threads }: Context,
): Promise<Engine> {
  const { startEngine } = await import('@braingen/engine');
  const started = await startEngine({ name: engine, requireGpu, threads });
  terminal.log(`engine: ${started.describe()}`);
  return started;
}
