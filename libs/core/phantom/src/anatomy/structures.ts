import type { Ellipsoid, Tube } from '../geometry/shapes.ts';

/*
 * Structures too slender or too plain for a surface table: centre lines with radii, and ellipsoids, in MNI152
 * millimetres. Paired ones are the right. Read off averages of openly licensed label maps (see tables/surfaces.ts) and
 * adjusted by eye.
 */

/** Frontal horn to occipital horn, the roof's lateral edge, and the temporal horn, of a young adult. */
export const lateralVentricle: readonly Tube[] = [
  [
    [12, 30, 6, 2.5],
    [8, 23, 10, 5.6],
    [7, 12, 15, 6.4],
    [7.5, 2, 20.5, 5.8],
    [8.5, -8, 24.5, 5],
    [11, -18, 25.5, 4.8],
    [15.5, -28, 23, 4.9],
    [20.5, -35, 17.5, 5.5],
    [26, -41, 10, 6],
    [29, -48, 8, 4],
    [30, -57, 7, 2.2],
    [28, -68, 7, 0.8],
  ],
  [
    [15, 32, 9, 1.5],
    [14, 18, 17, 2.4],
    [14, 4, 24, 2.8],
    [15.5, -10, 27, 2.8],
    [18, -22, 26, 2.8],
    [23, -33, 20, 3],
  ],
  [
    [26, -41, 9, 5.5],
    [32, -37, 0, 2.6],
    [36, -30, -9, 1.8],
    [37.5, -22, -14, 1.6],
    [35, -14, -17, 1.6],
    [31, -8, -19, 1.6],
  ],
];

export const caudate: Tube = [
  [13.5, 19, 1, 4.5],
  [14, 16, 5, 6],
  [14, 11, 9.5, 6],
  [14.5, 5, 13.5, 5],
  [15.5, -1, 17.5, 4],
  [17, -7, 21, 3.2],
  [18.5, -14, 23, 2.4],
  [21, -24, 22, 2],
  [25, -32, 17, 1.6],
];

export const hippocampus: Tube = [
  [21, -7, -23, 4.4],
  [25, -11, -21.5, 5.4],
  [27.5, -16, -18.5, 4.9],
  [29.5, -22, -14, 4.2],
  [29, -28, -10, 3.7],
  [25.5, -34, -4, 3.4],
  [22, -38, 2, 2.4],
];

export const thirdVentricle: Ellipsoid = { centre: [0, -9, -1], radii: [1.9, 13, 9] };
export const aqueduct: Tube = [
  [0, -29, -5, 1.3],
  [0, -35, -15, 1.3],
  [0, -40, -24, 1.8],
];
export const fourthVentricle: Ellipsoid = { centre: [0, -42.5, -32], radii: [5.5, 4, 13], tilt: -12 };

/** Outline of the corpus callosum in the midline plane; the radius is half its thickness there. */
export const corpusCallosum: Tube = [
  [0, 19, -7, 1.6],
  [0, 27, -1, 3],
  [0, 31, 6, 4.6],
  [0, 28, 15, 4],
  [0, 18, 23.5, 3.1],
  [0, 4, 29, 2.8],
  [0, -12, 30.5, 2.7],
  [0, -25, 28, 2.8],
  [0, -34, 22, 3.5],
  [0, -39, 14.5, 4.8],
];

/** What lies between the hemispheres below the corpus callosum: there the medial wall carries no cortex. */
export const midlineCore: Ellipsoid = { centre: [0, -4, 12], radii: [16, 36, 19] };

/** Behind the midbrain, under the splenium. */
export const quadrigeminalCistern: Ellipsoid = { centre: [0, -39, 1], radii: [10, 5.5, 8] };

/** Cisterns around the midbrain and above the sella: the cerebrum keeps clear of them. */
export const ambientCistern: Tube = [
  [0, -25, -3, 12],
  [0, -26, -12, 15],
  [0, -27, -20, 16.5],
  [0, -28, -45, 19],
];
export const suprasellarCistern: Ellipsoid = { centre: [0, 1, -17], radii: [9, 9, 6] };

/** From the pons into the cerebellar white matter. */
export const cerebellarPeduncle: Tube = [
  [9, -27, -33, 7],
  [17, -38, -35, 7],
  [24, -50, -37, 8],
];

export const spinalCord: Tube = [
  [0, -38, -52, 8],
  [0, -41.5, -64, 6.4],
  [0, -44, -80, 5.4],
  [0, -48, -140, 5.2],
];

/** Body of the sphenoid and clivus, which rise between the temporal lobes. */
export const sphenoid: Tube = [
  [0, 15, -37, 13],
  [0, 2, -38, 14],
  [0, -9, -52, 11],
];
