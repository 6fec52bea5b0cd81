import { KernelFailure, loadKernels } from '@braingen/kernels';
import '@tensorflow/tfjs-backend-cpu';
import { tf } from '../tf.ts';
import { EmbeddedBackend } from './embedded-backend.ts';
import { embeddedKernels } from './embedded-kernels.ts';
import { registerFusedGradients } from './fused-gradients.ts';

/** A kernel whose failure (no memory left, a thread that died, too many elements) is reported with its name. */
function named(kernelName: string, kernelFunc: tf.KernelFunc): tf.KernelFunc {
  return (call) => {
    try {
      return kernelFunc(call);
    } catch (error) {
      const operation = kernelName.replace(/^Braingen/, '');
      if (error instanceof KernelFailure) throw new KernelFailure(operation, error.message, 0, { cause: error });
      if (error instanceof RangeError) throw new RangeError(`${operation}: ${error.message}`, { cause: error });
      throw error;
    }
  };
}

/** Registers a backend of the embedded kind under a name, and once the kernels for it. */
export function nameBackend(name: string, make: () => EmbeddedBackend): void {
  tf.registerBackend(name, make);
  if (tf.getKernelsForBackend(name).length > 0) return;
  registerFusedGradients();
  tf.copyRegisteredKernels('cpu', name);
  for (const [kernelName, kernelFunc] of Object.entries(embeddedKernels)) {
    if (tf.getKernel(kernelName, name)) tf.unregisterKernel(kernelName, name);
    tf.registerKernel({ kernelName, backendName: name, kernelFunc: named(kernelName, kernelFunc) });
  }
}

export const backendNames = { native: 'braingen-native', wasm: 'braingen-wasm' } as const;

/**
 * Registers the embedded backend on one runtime, once, and makes it TensorFlow.js's backend.
 *
 * @throws Error saying why, if this runtime is not there
 */
export async function useEmbedded(runtime: 'native' | 'wasm', threads?: number): Promise<EmbeddedBackend> {
  const name = backendNames[runtime];
  const kernels = await loadKernels({ runtime, threads });
  const before = tf.findBackend(name) as EmbeddedBackend | undefined;
  if (before && before.kernels !== kernels) tf.removeBackend(name);
  if (before?.kernels !== kernels) nameBackend(name, () => new EmbeddedBackend(kernels));
  await tf.setBackend(name);
  await tf.ready();
  return tf.backend() as EmbeddedBackend;
}
