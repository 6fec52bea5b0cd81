import { EngineUnavailable, type Engine } from '../engine.ts';
import { tf } from '../tf.ts';
import { firstLine, importOptional, isMissing, processorName } from './environment.ts';
import { makeEngine } from './make-engine.ts';

interface NodeBackend {
  readonly isUsingGpuDevice?: boolean;
  readonly binding?: { readonly TF_Version?: string };
}

/**
 * TensorFlow's C library under TensorFlow.js, where the user installed it. It reads its number of threads once: the first
 * start of a process decides.
 *
 * @throws EngineUnavailable if it is not installed, does not load or does not compute, or if the GPU build found no GPU
 */
export async function startTfjsNode(name: 'tfjs-node' | 'tfjs-node-gpu', threads?: number): Promise<Engine> {
  const isGpu = name === 'tfjs-node-gpu';
  try {
    await settle(threads);
    await importOptional(`@tensorflow/${name}`);
    await tf.setBackend('tensorflow');
    await tf.ready();
    // On a Node too new it loads, and the first operation fails.
    tf.tidy(() => tf.add(tf.scalar(1), 1).dataSync());
  } catch (error) {
    throw new EngineUnavailable(name, whyNotLoaded(name, error), cure(name, error));
  }
  const { isUsingGpuDevice, binding } = tf.backend() as unknown as NodeBackend;
  // The GPU build runs on the processor, without a word, where it finds no card (tensorflow/tfjs issue 8269).
  if (isGpu && !isUsingGpuDevice) {
    throw new EngineUnavailable(name, 'it found no GPU', 'It needs an NVIDIA driver, CUDA 11.2 and cuDNN 8.1');
  }
  return makeEngine({
    name,
    device: isGpu ? 'CUDA GPU' : await processorName(),
    isGpu,
    threads: isGpu ? 0 : Number(process.env['TF_NUM_INTRAOP_THREADS']),
    versions: binding?.TF_Version ? { libtensorflow: binding.TF_Version } : {},
  });
}

/** What TensorFlow's library reads when it starts: threads, and that it keeps its notes on the processor to itself. */
async function settle(threads?: number): Promise<void> {
  if (typeof process === 'undefined') return;
  const os = await importOptional<typeof import('node:os')>('node:os');
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  process.env['TF_NUM_INTRAOP_THREADS'] ??= String(threads ?? os.availableParallelism());
}

function whyNotLoaded(name: string, error: unknown): string {
  return isMissing(`@tensorflow/${name}`, error) ? 'it is not installed' : `it does not load (${firstLine(error)})`;
}

function cure(name: string, error: unknown): string {
  if (isMissing(`@tensorflow/${name}`, error)) return `Install it: npm install @tensorflow/${name}@4.22.0`;
  const major = Number(process.versions.node.split('.')[0]);
  if (major > 22) return `It does not run on Node ${major}: use Node 20 (tensorflow/tfjs issue 8609)`;
  return `Its addon is missing or broken: npm rebuild @tensorflow/${name}, or tools/tfjs-node where downloads are blocked`;
}
