import type { Shape3 } from '@braingen/volume';

/**
 * What can be reached from the border, by faces, through voxels that are no larger than a limit.
 *
 * @param volume [d, h, w]
 * @returns 1 for these, 0 for the others
 */
export function outside(volume: Float32Array, shape: Shape3, limit: number): Uint32Array {
  const [d, h, w] = shape;
  const labels = new Uint32Array(volume.length);
  const isOpen = (voxel: number): boolean => volume[voxel] <= limit;
  for (let x = 0, at = 0; x < d; x++) {
    for (let y = 0; y < h; y++) {
      for (let z = 0; z < w; z++, at++) {
        const isBorder = x === 0 || y === 0 || z === 0 || x === d - 1 || y === h - 1 || z === w - 1;
        if (isBorder && isOpen(at)) flood(labels, shape, at, 1, isOpen);
      }
    }
  }
  return labels;
}

/** Labels what can be reached by faces from a voxel through voxels without a label. @returns how many there are */
export function flood(
  labels: Uint32Array,
  [d, h, w]: Shape3,
  from: number,
  label: number,
  isOpen: (voxel: number) => boolean,
): number {
  const stack: number[] = [];
  let size = 0;
  const visit = (at: number): void => {
    if (labels[at] !== 0 || !isOpen(at)) return;
    labels[at] = label;
    size++;
    stack.push(at);
  };
  visit(from);
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const [x, y, z] = [Math.floor(at / (h * w)), Math.floor(at / w) % h, at % w];
    if (x > 0) visit(at - h * w);
    if (x < d - 1) visit(at + h * w);
    if (y > 0) visit(at - w);
    if (y < h - 1) visit(at + w);
    if (z > 0) visit(at - 1);
    if (z < w - 1) visit(at + 1);
  }
  return size;
}
