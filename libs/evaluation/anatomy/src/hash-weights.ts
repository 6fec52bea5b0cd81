import { readValues, type UNet } from '@braingen/unet3d';
import { sha256 } from '@braingen/volume';

/** SHA-256 of a network's parameters as float32, in the order of their keys, in hexadecimal: tells one training from another. */
export async function hashWeights({ parameters }: Pick<UNet, 'parameters'>): Promise<string> {
  const values = await readValues(parameters);
  const all = [...values.keys()].sort().flatMap((key) => values.get(key) ?? []);
  const bytes = new Uint8Array(all.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of all) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return sha256(bytes);
}
