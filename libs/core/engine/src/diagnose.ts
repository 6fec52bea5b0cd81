import { EngineUnavailable, type EngineName } from './engine.ts';
import { start, startEngine } from './start-engine.ts';

/** What one engine is like here: for `braingen doctor`. */
export interface Finding {
  readonly engine: EngineName;
  readonly isAvailable: boolean;
  /** Whether startEngine would take it without being asked. */
  readonly isChosen: boolean;
  /** What was found, or why it is not available: one line. */
  readonly message: string;
  /** How to get it, where it is not available. */
  readonly cure?: string;
}

const asked = ['tfjs-node-gpu', 'webgpu', 'native', 'wasm', 'tfjs-node', 'tfjs-cpu'] as const;

/** Tries every engine and says what it found; the one that would run is the one that runs afterwards. */
export async function diagnose(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const engine of asked) {
    try {
      const found = await start(engine);
      findings.push({ engine, isAvailable: true, isChosen: false, message: found.describe() });
    } catch (error) {
      const cure = error instanceof EngineUnavailable ? { cure: error.cure } : {};
      const message = error instanceof Error ? error.message : String(error);
      const reason = error instanceof EngineUnavailable ? message.replace(`. ${error.cure}`, '') : message;
      findings.push({ engine, isAvailable: false, isChosen: false, message: reason, ...cure });
    }
  }
  const chosen = await startEngine();
  return findings.map((finding) => ({ ...finding, isChosen: finding.engine === chosen.name }));
}
