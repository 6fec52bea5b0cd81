import { createNetwork } from '@braingen/anatomy';
import type { UNet } from '@braingen/unet3d';
import { latestCheckpoint, loadCheckpoint } from '@braingen/unet3d/node';

/** The network of a run, with the averaged weights of its last checkpoint, and the steps behind them. */
export async function loadNetwork(run: string): Promise<{ network: UNet; step: number }> {
  const latest = await latestCheckpoint(run);
  if (latest === undefined) throw new Error(`${run}: expected a checkpoint, found none`);
  const { description, ema } = await loadCheckpoint(latest);
  if (!ema) throw new Error(`${run}: expected averaged weights, found none`);
  return { network: createNetwork({ values: ema }), step: description.step };
}
