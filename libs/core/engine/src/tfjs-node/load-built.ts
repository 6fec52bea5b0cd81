import { createRequire } from 'node:module';
import { EngineUnavailable } from '../engine.ts';
import { gpusAreHidden } from '../engines/hidden-gpus.ts';
import { readRecord, type TfjsNodeName } from './build-record.ts';
import { lookAtMachine } from './gpu-machine.ts';
import { whyNoGpu } from './why-no-gpu.ts';

/**
 * Loads the package that `setupTfjsNode` built, which registers its backend with TensorFlow.js.
 *
 * @returns false where none was built
 * @throws EngineUnavailable where the GPU build could not use this machine's GPU, before it loads a gigabyte to find out
 */
export async function loadBuilt(name: TfjsNodeName): Promise<boolean> {
  const record = await readRecord(name);
  if (!record) return false;
  if (name === 'tfjs-node-gpu' && !gpusAreHidden()) {
    const why = whyNoGpu(record.tensorflow, await lookAtMachine(record.tensorflow.folder));
    if (why) throw new EngineUnavailable(name, why.reason, why.cure);
  }
  createRequire(import.meta.url)(record.package);
  return true;
}
