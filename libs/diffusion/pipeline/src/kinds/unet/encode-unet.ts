import { encodeCheckpoint, type Checkpoint } from '@braingen/unet3d';
import type { UNetDescription } from './unet-description.ts';

/** The files of a checkpoint of kind 'unet', made one after the other. */
export function encodeUNet({
  description: { conditioning, schedule, ...description },
  ...parts
}: Omit<Checkpoint, 'description'> & { readonly description: UNetDescription }): Iterable<
  [name: string, bytes: Uint8Array]
> {
  return encodeCheckpoint({
    ...parts,
    description: {
      ...description,
      schedule: { ...schedule },
      ...(conditioning && { conditioning: { ...conditioning } }),
    },
  });
}
