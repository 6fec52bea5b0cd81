import { EngineUnavailable, type Engine } from '../engine.ts';
import { tf } from '../tf.ts';
import { firstLine, importOptional, isMissing, processorName } from './environment.ts';
import { gpusAreHidden } from './hidden-gpus.ts';
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
  try {
    await settle(threads);
    await load(name);
    await tf.setBackend('tensorflow');
    await tf.ready();
    // On a Node too new it loads, and the first operation fails.
    tf.tidy(() => tf.add(tf.scalar(1), 1).dataSync());
  } catch (error) {
    if (error instanceof EngineUnavailable) throw error;
    throw new EngineUnavailable(name, whyNotLoaded(name, error), cure(name, error));
  }
  const { isUsingGpuDevice = false, binding } = tf.backend() as unknown as NodeBackend;
  // The GPU build runs on the CPU, without a word, where it finds no card (tensorflow/tfjs issue 8269). Here only where the
  // user hides the cards.
  if (name === 'tfjs-node-gpu' && !isUsingGpuDevice && !gpusAreHidden()) {
    const found = 'TensorFlow found no GPU (its own words: TF_CPP_MIN_LOG_LEVEL=0 npx braingen doctor)';
    throw new EngineUnavailable(name, found, setup(name));
  }
  const isGpu = name === 'tfjs-node-gpu' && isUsingGpuDevice;
  return makeEngine({
    name,
    device: isGpu ? 'CUDA GPU' : await processorName(),
    isGpu,
    threads: isGpu ? 0 : Number(process.env['TF_NUM_INTRAOP_THREADS']),
    versions: binding?.TF_Version ? { libtensorflow: binding.TF_Version } : {},
  });
}

/** What TensorFlow's library reads when it starts: threads, and that it keeps its notes on the CPU to itself. */
async function settle(threads?: number): Promise<void> {
  if (typeof process === 'undefined') return;
  const os = await importOptional<typeof import('node:os')>('node:os');
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  process.env['TF_NUM_INTRAOP_THREADS'] ??= String(threads ?? os.availableParallelism());
}

/** Takes what `braingen setup` built, else what npm installed beside this package. */
async function load(name: 'tfjs-node' | 'tfjs-node-gpu'): Promise<void> {
  if (typeof process !== 'undefined') {
    // By name, so that bundlers for browsers leave it alone.
    const built = await importOptional<typeof import('../tfjs-node/index.ts')>('@braingen/engine/tfjs-node');
    if (await built.loadBuilt(name)) return;
  }
  await importOptional(`@tensorflow/${name}`);
}

function whyNotLoaded(name: string, error: unknown): string {
  if (isMissing(`@tensorflow/${name}`, error)) return 'it is not installed';
  const library = /(\S+): cannot open shared object file/.exec(firstLine(error))?.[1];
  if (library !== undefined) return `a library it was built against is gone: ${library}`;
  return `it does not load (${firstLine(error)})`;
}

const setup = (name: string): string => `Run: npx braingen setup ${name === 'tfjs-node-gpu' ? 'gpu' : name}`;

function cure(name: string, error: unknown): string {
  const major = Number(process.versions.node.split('.')[0]);
  if (major > 22 && !isMissing(`@tensorflow/${name}`, error))
    return `It does not run on Node ${major}: use Node 20 (tensorflow/tfjs issue 8609)`;
  return setup(name);
}
