import { EngineUnavailable, type Engine } from '../engine.ts';
import { tf } from '../tf.ts';
import { firstLine, importOptional, processorName } from './environment.ts';
import { makeEngine } from './make-engine.ts';

interface NodeBackend {
  readonly isUsingGpuDevice?: boolean;
  readonly binding?: { readonly TF_Version?: string };
}

/**
 * TensorFlow's C library under TensorFlow.js, where the user installed it.
 *
 * @throws EngineUnavailable if it is not installed or does not load, or if the GPU build found no GPU
 */
export async function startTfjsNode(name: 'tfjs-node' | 'tfjs-node-gpu'): Promise<Engine> {
  const isGpu = name === 'tfjs-node-gpu';
  try {
    await importOptional(`@tensorflow/${name}`);
  } catch (error) {
    throw new EngineUnavailable(name, whyNotLoaded(name, error), cure(name, error));
  }
  await tf.setBackend('tensorflow');
  await tf.ready();
  const { isUsingGpuDevice, binding } = tf.backend() as unknown as NodeBackend;
  // The GPU build runs on the processor, without a word, where it finds no card (tensorflow/tfjs issue 8269).
  if (isGpu && !isUsingGpuDevice) {
    throw new EngineUnavailable(name, 'it found no GPU', 'It needs an NVIDIA driver, CUDA 11.2 and cuDNN 8.1');
  }
  return makeEngine({
    name,
    device: isGpu ? 'CUDA GPU' : await processorName(),
    isGpu,
    threads: 0,
    versions: binding?.TF_Version ? { libtensorflow: binding.TF_Version } : {},
  });
}

function isMissing(name: string, error: unknown): boolean {
  return /cannot find|could not resolve/i.test(firstLine(error)) && firstLine(error).includes(`@tensorflow/${name}`);
}

function whyNotLoaded(name: string, error: unknown): string {
  return isMissing(name, error) ? 'it is not installed' : `it does not load (${firstLine(error)})`;
}

function cure(name: string, error: unknown): string {
  if (isMissing(name, error)) return `Install it: npm install @tensorflow/${name}@4.22.0`;
  const major = Number(process.versions.node.split('.')[0]);
  if (major > 22) return `It does not run on Node ${major}: use Node 20 (tensorflow/tfjs issue 8609)`;
  return `Its addon is missing or broken: npm rebuild @tensorflow/${name} --build-addon-from-source (tensorflow/tfjs issue 3016)`;
}
