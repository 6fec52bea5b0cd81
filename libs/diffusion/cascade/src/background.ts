import type { Shape3 } from '@braingen/volume';

/**
 * Sets to 0 what is no larger than a limit and can be reached from the border through such voxels (by faces): the faint rest of noise
 * that a model leaves around a head. Dark voxels inside stay as they are.
 *
 * @param volume [d, h, w]; changed in place
 */
export function clearBackground(volume: Float32Array, [d, h, w]: Shape3, limit: number): void {
  const isReached = new Uint8Array(volume.length);
  const stack: number[] = [];
  const visit = (at: number): void => {
    if (isReached[at] || volume[at] > limit) return;
    isReached[at] = 1;
    stack.push(at);
  };
  for (let x = 0, at = 0; x < d; x++) {
    for (let y = 0; y < h; y++) {
      for (let z = 0; z < w; z++, at++) {
        if (x === 0 || y === 0 || z === 0 || x === d - 1 || y === h - 1 || z === w - 1) visit(at);
      }
    }
  }
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const [x, y, z] = [Math.floor(at / (h * w)), Math.floor(at / w) % h, at % w];
    if (x > 0) visit(at - h * w);
    if (x < d - 1) visit(at + h * w);
    if (y > 0) visit(at - w);
    if (y < h - 1) visit(at + w);
    if (z > 0) visit(at - 1);
    if (z < w - 1) visit(at + 1);
  }
  for (let at = 0; at < volume.length; at++) if (isReached[at]) volume[at] = 0;
}
