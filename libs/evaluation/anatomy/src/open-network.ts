import { bytesSource, openWeights, readWeights, type UNet } from '@braingen/unet3d';
import { createNetwork, networkConfig } from './network.ts';

/**
 * The network with weights from a safetensors file, as `encodeNetwork` writes it: `fetchNetwork` fetches it in
 * browsers, `loadNetwork` of @braingen/anatomy/node reads it in Node.
 *
 * @throws CheckpointError that names the tensor if the weights are another network's
 */
export async function openNetwork(bytes: Uint8Array, name = 'anatomy.safetensors'): Promise<UNet> {
  const file = await openWeights(bytesSource(bytes, name));
  return createNetwork({ values: await readWeights(file, networkConfig) });
}
