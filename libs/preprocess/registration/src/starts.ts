import { freezeAffine, type Affine, type Vector3 } from '@braingen/volume';
import type { LevelMetric } from './metric.ts';
import { minimize } from './minimize.ts';
import { alignAxes, momentsOf, type Moments } from './moments.ts';
import { rigidFamily } from './parameters.ts';

/** A transform to begin with. */
export interface Start {
  readonly name: string;
  readonly transform: Affine;
}

/**
 * Starts that bring centre of mass upon centre of mass, raised and lowered because a neck or a cropped field of view
 * displaces it: as the headers say; along the principal axes, in the four turns that keep left and right apart; and in
 * the 23 quarter turns by which a header can be wrong.
 */
export function startsFor(fixed: Moments, moving: Moments, lifts: readonly number[]): Start[] {
  const rotations: { name: string; rotation: Affine }[] = [{ name: 'header', rotation: quarterTurns()[0] }];
  for (const signs of [
    [1, 1, 1],
    [1, -1, -1],
    [-1, 1, -1],
    [-1, -1, 1],
  ] as Vector3[]) {
    rotations.push({ name: `principal axes ${signs.join(' ')}`, rotation: alignAxes(fixed, moving, signs) });
  }
  for (const rotation of quarterTurns().slice(1)) rotations.push({ name: 'quarter turn', rotation });
  return rotations.flatMap(({ name, rotation }) =>
    lifts.map((lift) => ({ name, transform: about(rotation, fixed.centre, moving.centre, lift) })),
  );
}

/** Rotates about `fixed`, which comes to lie upon `moving` once raised by `lift` millimetres in the fixed image. */
function about(rotation: Affine, fixed: Vector3, moving: Vector3, lift: number): Affine {
  const from = [fixed[0], fixed[1], fixed[2] + lift];
  const rows = [0, 1, 2].map((r) => {
    const [a, b, c] = rotation[r];
    return [a, b, c, moving[r] - a * from[0] - b * from[1] - c * from[2]];
  });
  return freezeAffine([...rows, [0, 0, 0, 1]]);
}

/** The 24 rotations that map axes to axes; the identity first. */
function quarterTurns(): Affine[] {
  const turns: Affine[] = [];
  for (const order of [
    [0, 1, 2],
    [1, 2, 0],
    [2, 0, 1],
    [0, 2, 1],
    [2, 1, 0],
    [1, 0, 2],
  ]) {
    const even = (order[1] - order[0] + 3) % 3 === 1;
    for (let bits = 0; bits < 8; bits++) {
      const signs = [0, 1, 2].map((k) => ((bits >> k) & 1 ? -1 : 1));
      if ((signs[0] * signs[1] * signs[2] === 1) !== even) continue;
      const rows = [0, 1, 2].map((r) => [0, 1, 2, 3].map((c) => (order[r] === c ? signs[r] : 0)));
      turns.push(freezeAffine([...rows, [0, 0, 0, 1]]));
    }
  }
  return turns;
}

/**
 * The start from which a short rigid registration on the coarsest level comes out best. The header's orientation is
 * always among those tried, with the most promising others, which must come out clearly better: on this level a head
 * turned about is not always distinguished, and headers are seldom wrong.
 */
export async function bestStart(metric: LevelMetric, turn: () => Promise<void>): Promise<Affine> {
  const scored: (Start & { score: number })[] = [];
  for (const start of startsFor(momentsOf(metric.fixed), momentsOf(metric.moving), lifts)) {
    scored.push({ ...start, score: metric.score(start.transform) });
    await turn();
  }
  const byScore = (a: { score: number }, b: { score: number }): number => b.score - a.score;
  const asHeader = scored.filter(({ name }) => name === 'header').sort(byScore);
  const turned = scored.filter(({ name }) => name !== 'header').sort(byScore);
  const refined: { transform: Affine; score: number }[] = [];
  for (const { name, transform } of [asHeader[0], ...turned.slice(0, turnsTried)]) {
    const family = rigidFamily(transform, metric.samples);
    const limits = { maxIterations: 25, maxStep: 16, tolerance: 0.2, onIteration: turn };
    const { parameters } = await minimize(metric.objective(family), new Float64Array(family.size), limits);
    const found = family.transform(parameters);
    refined.push({ transform: found, score: metric.score(found) * (name === 'header' ? headerCredit : 1) });
  }
  return refined.sort(byScore)[0].transform;
}

/** Millimetres by which a start is raised or lowered. */
const lifts = [-60, -30, 0, 30, 60];
const turnsTried = 4;
/** How much better, as a ratio of mutual information, another orientation must fit than the header's. */
const headerCredit = 1.05;
