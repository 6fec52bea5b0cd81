import {
  composeAffine,
  invertAffine,
  nextTurn,
  Volume,
  type Affine,
  type Grid,
  type Random,
  type ProgressOptions,
} from '@braingen/volume';
import { Brain } from '../anatomy/brain.ts';
import { tissueOfLabel } from './contrast.ts';
import { headFields, outer, outerChannels } from '../anatomy/head-fields.ts';
import { Deformation, sizeAffine, type Individual } from '../anatomy/individual.ts';
import { Mixture } from './mixture.ts';
import { Outside } from '../anatomy/outside.ts';

/** A head as it is sampled: noise-free signal, structure and tissue shares of every voxel. */
export interface HeadImage {
  readonly clean: Volume;
  readonly labels: Volume<Uint16Array>;
  readonly tissues: { readonly csf: Volume; readonly gm: Volume; readonly wm: Volume };
}

interface Scene {
  readonly individual: Individual;
  readonly pose: Affine;
  /** Signal of each label. */
  readonly signals: Float64Array;
  readonly grid: Grid;
}

/** Evaluates the head at every voxel of a grid. */
export async function renderHead(
  random: Random,
  scene: Scene,
  { signal, onProgress }: ProgressOptions,
): Promise<HeadImage> {
  const { individual, pose, signals, grid } = scene;
  const fields = headFields();
  const deformation = new Deformation(random.fork('shape'), individual);
  const brain = new Brain(random.fork('brain'), fields, individual);
  const outside = new Outside(random.fork('outside'), individual);
  const mixture = new Mixture(signals, tissueOfLabel);
  const image: HeadImage = {
    clean: Volume.zeros(grid),
    labels: new Volume(new Uint16Array(grid.shape[0] * grid.shape[1] * grid.shape[2]), grid),
    tissues: { csf: Volume.zeros(grid), gm: Volume.zeros(grid), wm: Volume.zeros(grid) },
  };
  const toMean = composeAffine(invertAffine(composeAffine(pose, sizeAffine(individual))), grid.affine);
  const [[ax, bx, cx, dx], [ay, by, cy, dy], [az, bz, cz, dz]] = toMean;
  const stride = Math.hypot(ax, ay, az);
  const voxel = Math.cbrt(stride * Math.hypot(bx, by, bz) * Math.hypot(cx, cy, cz));
  const [nx, ny, nz] = grid.shape;
  const point = new Float64Array(3);
  const near = new Float64Array(outerChannels);
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      let i = 0;
      while (i < nx) {
        point[0] = ax * i + bx * j + cx * k + dx;
        point[1] = ay * i + by * j + cy * k + dy;
        point[2] = az * i + bz * j + cz * k + dz;
        deformation.apply(point);
        fields.outer.sample(point[0], point[1], point[2], near);
        const depth = near[outer.head];
        if (depth < -voxel) {
          // Air as far as the skin is away, less what interpolation and deformation may take off that.
          i += Math.max(1, Math.floor((-0.6 * depth - 8) / stride));
          continue;
        }
        outside.paint(mixture, point[0], point[1], point[2], near, voxel);
        if (near[outer.cavity] > -voxel) brain.paint(mixture, point[0], point[1], point[2], near, voxel);
        const at = i + nx * (j + ny * k);
        image.clean.voxels[at] = mixture.signal;
        image.labels.voxels[at] = mixture.label;
        image.tissues.csf.voxels[at] = mixture.csf;
        image.tissues.gm.voxels[at] = mixture.grey;
        image.tissues.wm.voxels[at] = mixture.white;
        i++;
      }
    }
    if (k % 8 === 0) {
      signal?.throwIfAborted();
      onProgress?.(k / nz);
      await nextTurn();
    }
  }
  return image;
}
