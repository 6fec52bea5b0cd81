import '@tensorflow/tfjs-backend-cpu';
import type { Engine } from '../engine.ts';
import { tf } from '../tf.ts';
import { processorName } from './environment.ts';
import { makeEngine } from './make-engine.ts';

/** TensorFlow.js's own kernels in JavaScript: slow, and the oracle the others are compared with. */
export async function startTfjsCpu(): Promise<Engine> {
  await tf.setBackend('cpu');
  await tf.ready();
  // It advertises tfjs-node on its first use: `braingen doctor` says what there is.
  (tf.backend() as unknown as { firstUse: boolean }).firstUse = false;
  return makeEngine({ name: 'tfjs-cpu', device: await processorName(), isGpu: false, threads: 1 });
}
