import type { Checkpoint } from '@braingen/unet3d';
import { listCheckpoints, loadCheckpoint } from '@braingen/unet3d/node';

/** How far a stage is trained; undefined where its folder holds no checkpoint. */
export async function latestCheckpoint(folder: string): Promise<Checkpoint | undefined> {
  const latest = (await listCheckpoints(folder)).at(-1);
  return latest === undefined ? undefined : loadCheckpoint(latest);
}
