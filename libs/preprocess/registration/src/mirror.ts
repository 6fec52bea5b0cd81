import { composeAffine, freezeAffine, type Affine } from '@braingen/volume';
import type { LevelMetric } from './metric.ts';
import { minimize } from './minimize.ts';
import { affineFamily, rigidFamily } from './parameters.ts';

/**
 * How much better the scan fits with left and right exchanged: the mutual information of the best mirrored map over
 * that of the best plain one, both refined on one coarse level. Heads are not symmetric (the right frontal and the left
 * occipital lobe reach farther): against an average of many, a scan that lies right way round stays below 1.
 *
 * @param matrix a finished registration, RAS mm of the fixed image to RAS mm of the moving one
 */
export async function mirrorAdvantage(metric: LevelMetric, matrix: Affine, turn: () => Promise<void>): Promise<number> {
  const [x] = metric.samples.centre;
  const mirror = freezeAffine([
    [-1, 0, 0, 2 * x],
    [0, 1, 0, 0],
    [0, 0, 1, 0],
    [0, 0, 0, 1],
  ]);
  const best = async (start: Affine): Promise<number> => {
    const limits = { maxIterations: 25, maxStep: 8, tolerance: 0.05, onIteration: turn };
    const rigid = rigidFamily(start, metric.samples);
    const moved = await minimize(metric.objective(rigid), new Float64Array(rigid.size), limits);
    const affine = affineFamily(rigid.transform(moved.parameters), metric.samples);
    return -(await minimize(metric.objective(affine), new Float64Array(affine.size), limits)).value;
  };
  return (await best(composeAffine(matrix, mirror))) / (await best(matrix));
}
