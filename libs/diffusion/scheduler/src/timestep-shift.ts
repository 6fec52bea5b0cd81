/** What decides how times are shifted. */
interface Shifted {
  /** T. */
  readonly steps: number;
  /** Above 1: more of the steps at noisy times. 1 shifts nothing. */
  readonly timestepShift: number;
}

/**
 * A time moved towards noise: with u = t / T, u' = shift u / (1 + (shift - 1) u) (Esser et al. 2024, equation 23). 0 and T stay.
 * Large volumes need more steps where it is noisy, since a voxel's neighbours tell more of it.
 */
export function shiftTime({ steps, timestepShift }: Shifted, t: number): number {
  if (timestepShift === 1) return t;
  const u = t / steps;
  return (steps * timestepShift * u) / (1 + (timestepShift - 1) * u);
}

/**
 * The shift that suits a grid, (voxels / base voxels)^(1 / dimensions): in 2D the square root of Esser et al. 2024,
 * section 5.3.2, in 3D what MONAI's RFlowScheduler applies with `use_timestep_transform`.
 *
 * @param shape the grid that is sampled
 * @param base  the grid at which the shift is 1; 32 along each axis by default, as in MONAI
 * @throws RangeError unless both have as many axes, all at least 1 long
 */
export function resolutionShift(shape: readonly number[], base: readonly number[] = shape.map(() => 32)): number {
  if (shape.length === 0 || shape.length !== base.length)
    throw new RangeError(
      `resolutionShift: expected two grids of as many axes, found ${shape.length} and ${base.length}`,
    );
  for (const length of [...shape, ...base]) {
    if (!(length >= 1)) throw new RangeError(`resolutionShift: expected lengths of at least 1, found ${length}`);
  }
  const ratio = shape.reduce((product, length, axis) => product * (length / base[axis]), 1);
  return ratio ** (1 / shape.length);
}
