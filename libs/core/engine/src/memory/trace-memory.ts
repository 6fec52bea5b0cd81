import { nameBackend } from '../embedded/register.ts';
import { tf } from '../tf.ts';
import { TracingBackend } from './tracing-backend.ts';

/** What a computation would need on an embedded engine. */
export interface MemoryTrace {
  /** Bytes of tensors at their peak, gaps between them included; Infinity where the runtime's memory ends before. */
  readonly tensorBytes: number;
}

/**
 * Goes through a computation without computing: tensors have shapes but no values, and the memory that the embedded engine
 * would take for them is counted as its own arena would lay them out. It takes milliseconds a step, whatever the size.
 *
 * Nothing else may use TensorFlow.js until it is done; the engine in use is in use again afterwards. Tensors made before
 * must not be used in `f`, nor those of `f` outside. What is read out of a tensor is 0, or nothing where there is much.
 *
 * @param runtime of the embedded engine
 * @param f makes all it needs and disposes it
 * @throws Error if another is under way
 */
export async function traceMemory(runtime: 'native' | 'wasm', f: () => void | Promise<void>): Promise<MemoryTrace> {
  if (tracing) throw new Error('traceMemory: expected one computation at a time, found another under way');
  tracing = true;
  const before = tf.getBackend();
  const backend = new TracingBackend(runtime);
  const name = 'braingen-tracing';
  nameBackend(name, () => backend);
  const inUse = new Set(Object.values(tf.engine().registeredVariables));
  try {
    await tf.setBackend(name);
    await f();
    return { tensorBytes: backend.peakBytes };
  } catch (error) {
    if (!(error instanceof RangeError) || !error.message.includes('out of memory')) throw error;
    for (const variable of Object.values(tf.engine().registeredVariables)) {
      if (!inUse.has(variable)) variable.dispose();
    }
    return { tensorBytes: Infinity };
  } finally {
    await tf.setBackend(before);
    tf.removeBackend(name);
    tracing = false;
  }
}

let tracing = false;

/** Whether memory is being traced: then values do not matter, and need not be made. */
export function isTracing(): boolean {
  return tracing;
}
