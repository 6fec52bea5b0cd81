import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { UNet } from '@braingen/unet3d';
import { reading } from '@braingen/volume/node';
import { openNetwork } from './open-network.ts';
import { shippedWeights } from './shipped-weights.ts';

/**
 * The network with weights from a file.
 *
 * @param path of a safetensors file, by default the weights that come with this package
 * @throws CheckpointError that names the file if it holds another network's weights; PathError where it cannot be read
 */
export async function loadNetwork(path: string = fileURLToPath(shippedWeights())): Promise<UNet> {
  return openNetwork(await reading(path, 'a file of weights', readFile(path)), path);
}
