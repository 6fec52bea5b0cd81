import { tensorToVolumes, volumesToTensor, type Grid, type Volume } from '@braingen/volume';

/** Where a model's volumes lie: their grid, and the intensities that the network sees as -1 and 1. */
export interface ModelSpace {
  readonly grid: Grid;
  readonly intensityRange: readonly [lowest: number, highest: number];
}

/** A volume's intensities as the network sees them: [d, h, w, 1], `range` as [-1, 1]. */
export function toNetwork(volume: Volume, [lowest, highest]: ModelSpace['intensityRange']): Float32Array {
  const { data } = volumesToTensor([volume]);
  return data.map((value) => (2 * (value - lowest)) / (highest - lowest) - 1);
}

/** From the network's [-1, 1] back to intensities, on the grid of the training volumes. */
export function fromNetwork(data: Float32Array, { grid, intensityRange: [lowest, highest] }: ModelSpace): Volume {
  const intensities = data.map((value) => lowest + ((Math.min(Math.max(value, -1), 1) + 1) / 2) * (highest - lowest));
  return tensorToVolumes(intensities, [1, ...grid.shape, 1], grid.affine)[0];
}
