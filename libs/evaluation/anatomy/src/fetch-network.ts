import type { UNet } from '@braingen/unet3d';
import { openNetwork } from './open-network.ts';
import { shippedWeights } from './shipped-weights.ts';

/**
 * The network with weights from an address: for browsers.
 *
 * @param address of a safetensors file, by default the weights that come with this package, where a bundler left them
 * @throws Error if the address does not give the file; CheckpointError if it holds another network's weights
 */
export async function fetchNetwork(address: URL | string = shippedWeights()): Promise<UNet> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: expected weights, found status ${response.status}`);
  return openNetwork(new Uint8Array(await response.arrayBuffer()), String(address));
}
