import type { Random } from '@braingen/volume';
import { Cerebellum } from './cerebellum.ts';
import { Cortex } from './cortex.ts';
import { deep, deepBox, deepChannels, outer, type HeadFields } from './head-fields.ts';
import type { Individual } from './individual.ts';
import { labels } from './labels.ts';
import type { Mixture } from '../imaging/mixture.ts';
import { ellipsoidDistance, tubeDistance } from '../geometry/shapes.ts';
import {
  aqueduct,
  cerebellarPeduncle,
  fourthVentricle,
  quadrigeminalCistern,
  sphenoid,
  spinalCord,
  thirdVentricle,
} from './structures.ts';

const leftSide = {
  white: labels.leftWhiteMatter,
  cortex: labels.leftCortex,
  ventricle: labels.leftLateralVentricle,
  cerebellarWhite: labels.leftCerebellarWhiteMatter,
  cerebellarCortex: labels.leftCerebellarCortex,
  thalamus: labels.leftThalamus,
  caudate: labels.leftCaudate,
  putamen: labels.leftPutamen,
  pallidum: labels.leftPallidum,
  hippocampus: labels.leftHippocampus,
  amygdala: labels.leftAmygdala,
  ventralDiencephalon: labels.leftVentralDiencephalon,
};

const rightSide: { readonly [key in keyof typeof leftSide]: number } = {
  white: labels.rightWhiteMatter,
  cortex: labels.rightCortex,
  ventricle: labels.rightLateralVentricle,
  cerebellarWhite: labels.rightCerebellarWhiteMatter,
  cerebellarCortex: labels.rightCerebellarCortex,
  thalamus: labels.rightThalamus,
  caudate: labels.rightCaudate,
  putamen: labels.rightPutamen,
  pallidum: labels.rightPallidum,
  hippocampus: labels.rightHippocampus,
  amygdala: labels.rightAmygdala,
  ventralDiencephalon: labels.rightVentralDiencephalon,
};

/** Paints what lies inside the skull: points and distances are in millimetres of the mean head. */
export class Brain {
  readonly #fields: HeadFields;
  readonly #individual: Individual;
  readonly #cortex: Cortex;
  readonly #cerebellum: Cerebellum;
  readonly #deep = new Float64Array(deepChannels);
  readonly #normal: [number, number, number] = [0, 0, 0];

  constructor(random: Random, fields: HeadFields, individual: Individual) {
    this.#fields = fields;
    this.#individual = individual;
    this.#cortex = new Cortex(random.fork('cortex'), individual);
    this.#cerebellum = new Cerebellum(random.fork('cerebellum'));
  }

  /** @param near the outer fields' values at the point; @param voxel edge of a voxel, over which boundaries blend */
  paint(mixture: Mixture, x: number, y: number, z: number, near: Float64Array, voxel: number): void {
    const side = x < 0 ? leftSide : rightSide;
    const across = Math.abs(x);
    const cover = (distance: number): number => distance / voxel + 0.5;
    mixture.paint(labels.cerebrospinalFluid, cover(near[outer.cavity]));
    if (across < 20 && y > -30 && z < -20) {
      const sphenoidal = tubeDistance(sphenoid, x, y, z);
      mixture.paint(labels.compactBone, cover(sphenoidal));
      mixture.paint(labels.diploe, cover(sphenoidal - 1.8));
    }
    this.#paintMeninges(mixture, across, y, z, near, cover);
    this.#paintCerebellum(mixture, x, y, z, near, side, cover);
    if (across < 20 && z < -40) mixture.paint(labels.brainstem, cover(tubeDistance(spinalCord, x, y, z)));
    const hull = near[outer.cerebrum];
    if (hull > -voxel) this.#paintCerebrum(mixture, x, y, z, near, side, voxel);
    const { low, high } = deepBox;
    if (across < high[0] && y > low[1] && y < high[1] && z > low[2] && z < high[2]) {
      this.#paintDeep(mixture, x, y, z, side, voxel);
    }
  }

  #paintMeninges(
    mixture: Mixture,
    across: number,
    y: number,
    z: number,
    near: Float64Array,
    cover: (distance: number) => number,
  ): void {
    const cavity = near[outer.cavity];
    const hull = near[outer.cerebrum];
    const cerebellum = near[outer.cerebellum];
    // The falx hangs in the midline, the sagittal sinus runs along its rim, the tentorium roofs the cerebellum.
    if (z > -12 && cerebellum < -2) {
      mixture.paint(labels.dura, Math.min(cover(0.6 - across), cover(38 - hull)));
      mixture.paint(labels.dura, Math.min(cover(3.6 - across - 0.45 * Math.max(cavity, 0)), cover(cavity - 0.4)));
    }
    if (y < -35 && cerebellum < 2 && z > -40) {
      mixture.paint(labels.dura, Math.min(cover(0.6 - Math.abs(cerebellum + 1.2)), cover(hull + 5), cover(cavity)));
    }
  }

  #paintCerebellum(
    mixture: Mixture,
    x: number,
    y: number,
    z: number,
    near: Float64Array,
    side: typeof rightSide,
    cover: (distance: number) => number,
  ): void {
    const hull = near[outer.cerebellum];
    if (hull < -2) return;
    const surface = this.#cerebellum.distance(x, y, z, hull);
    const peduncle = hull < 2 ? -9 : tubeDistance(cerebellarPeduncle, Math.abs(x), y, z);
    mixture.paint(side.cerebellarCortex, cover(surface));
    mixture.paint(side.cerebellarWhite, cover(Math.max(surface - 2.9, peduncle)));
  }

  #paintCerebrum(
    mixture: Mixture,
    x: number,
    y: number,
    z: number,
    near: Float64Array,
    side: typeof rightSide,
    voxel: number,
  ): void {
    const normal = this.#normal;
    for (let axis = 0; axis < 3; axis++) normal[axis] = near[outer.normal + axis];
    const right = x < 0 ? -1 : 1;
    const surface = this.#cortex.distance(x, y, z, right, Math.abs(x), near[outer.cerebrum], normal);
    mixture.paint(side.cortex, surface / voxel + 0.5);
    mixture.paint(side.white, (surface - this.#individual.corticalThicknessMm) / voxel + 0.5);
  }

  #paintDeep(mixture: Mixture, x: number, y: number, z: number, side: typeof rightSide, voxel: number): void {
    const across = Math.abs(x);
    const d = this.#deep;
    this.#fields.deep.sample(across, y, z, d);
    const cover = (distance: number): number => distance / voxel + 0.5;
    const { ventriclesMm } = this.#individual;
    const swelling = x < 0 ? ventriclesMm.left : ventriclesMm.right;
    if (across < 12) mixture.paint(labels.cerebrospinalFluid, cover(ellipsoidDistance(quadrigeminalCistern, x, y, z)));
    mixture.paint(side.ventralDiencephalon, cover(d[deep.ventralDiencephalon]));
    mixture.paint(labels.brainstem, cover(d[deep.brainstem]));
    // The callosum reaches sideways into the white matter.
    const callosum = Math.min(d[deep.callosum], 18 - across);
    mixture.paint(side.hippocampus, cover(d[deep.hippocampus]));
    mixture.paint(side.amygdala, cover(d[deep.amygdala]));
    mixture.paint(side.ventricle, cover(Math.min(d[deep.ventricle] + swelling, across - 0.4, 0.5 - d[deep.callosum])));
    mixture.paint(side.putamen, cover(d[deep.putamen]));
    mixture.paint(side.pallidum, cover(d[deep.pallidum]));
    mixture.paint(side.caudate, cover(d[deep.caudate] - 0.4 * swelling));
    mixture.paint(side.thalamus, cover(d[deep.thalamus]));
    mixture.paint(labels.corpusCallosum, cover(callosum));
    if (across > 8) return;
    mixture.paint(labels.thirdVentricle, cover(ellipsoidDistance(thirdVentricle, x, y, z) + ventriclesMm.third));
    const fourth = Math.max(ellipsoidDistance(fourthVentricle, x, y, z), tubeDistance(aqueduct, x, y, z));
    mixture.paint(labels.fourthVentricle, cover(fourth));
  }
}
