import { segmentTissue } from '@braingen/tissue';
import type { Volume } from '@braingen/volume';

const tissues = ['csf', 'gm', 'wm'] as const;

/** Of a brain by name: millilitres of each tissue, and (left - right) / (left + right) of grey and white matter. */
export type TissueFigures = Readonly<Record<string, number>>;

/** Measures each brain's tissues; 0 is background, and world coordinate 0 lies between the hemispheres, as on the preprocessing's grid. */
export async function tissueFigures(volumes: readonly Volume[]): Promise<TissueFigures[]> {
  const all: TissueFigures[] = [];
  for (const volume of volumes) {
    const { volumesMl, fractions } = await segmentTissue(volume);
    const figures: Record<string, number> = {};
    for (const tissue of tissues) {
      figures[`${tissue} ml`] = volumesMl[tissue];
      if (tissue !== 'csf') figures[`${tissue} asymmetry`] = asymmetry(fractions[tissue]);
    }
    all.push(figures);
  }
  return all;
}

function asymmetry({ voxels, shape, affine }: Volume): number {
  const sides = [0, 0];
  const [nx, ny] = shape;
  for (let i = 0; i < voxels.length; i++) {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    const [a, b, c, d] = affine[0];
    sides[a * x + b * y + c * z + d < 0 ? 0 : 1] += voxels[i];
  }
  return (sides[0] - sides[1]) / (sides[0] + sides[1]);
}

/** Of each figure: the difference of the means in standard deviations of the people, and the ratio of the standard deviations. */
export function compareTissues(people: readonly TissueFigures[], samples: readonly TissueFigures[]): string {
  return Object.keys(people[0])
    .map((key) => {
      const [real, drawn] = [people, samples].map((set) => momentsOf(set.map((each) => each[key])));
      const shift = (drawn.mean - real.mean) / real.deviation;
      return `${key} ${shift.toFixed(2)} SD, spread ${(drawn.deviation / real.deviation).toFixed(2)} x`;
    })
    .join('; ');
}

/** Mean and standard deviation (over n - 1). */
export function momentsOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, deviation: Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1)) };
}
