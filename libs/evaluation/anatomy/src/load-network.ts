import { readFile } from 'node:fs/promises';
import type { UNet } from '@braingen/unet3d';
import { openNetwork } from './open-network.ts';

/**
 * The network with weights from a file.
 *
 * @param path of a safetensors file
 * @throws CheckpointError that names the file if it holds another network's weights
 */
export async function loadNetwork(path: string): Promise<UNet> {
  return openNetwork(await readFile(path), path);
}
