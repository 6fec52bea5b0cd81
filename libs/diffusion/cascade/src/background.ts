import type { Shape3 } from '@braingen/volume';

/**
 * Sets to 0 what is no larger than a limit and can be reached from the border through such voxels (by faces): the faint rest of noise
 * that a model leaves around a head; then what is left apart from the largest piece, specks in the air. Dark voxels inside stay as they
 * are.
 *
 * @param volume [d, h, w]; changed in place
 */
export function clearBackground(volume: Float32Array, shape: Shape3, limit: number): void {
  const [d, h, w] = shape;
  // 1 is background; every piece of the rest has a number of its own.
  const labels = new Uint32Array(volume.length);
  for (let x = 0, at = 0; x < d; x++) {
    for (let y = 0; y < h; y++) {
      for (let z = 0; z < w; z++, at++) {
        const isBorder = x === 0 || y === 0 || z === 0 || x === d - 1 || y === h - 1 || z === w - 1;
        if (isBorder && volume[at] <= limit) flood(labels, shape, at, 1, (voxel) => volume[voxel] <= limit);
      }
    }
  }
  let largest = { label: 0, size: 0 };
  for (let at = 0, label = 2; at < volume.length; at++) {
    const size = flood(labels, shape, at, label, () => true);
    if (size > largest.size) largest = { label, size };
    if (size > 0) label++;
  }
  for (let at = 0; at < volume.length; at++) if (labels[at] !== largest.label) volume[at] = 0;
}

/** Labels what can be reached by faces from a voxel through voxels without a label. @returns how many there are */
function flood(
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
