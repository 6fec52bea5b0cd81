import { elementCount, fillHoles, keepLargestComponent, type Shape3 } from '@braingen/volume';

/** Makes `mask` one piece without holes, in place. */
export function makeSolid(mask: Uint8Array, shape: Shape3): void {
  // All that happens lies within the box around the mask, which is half of a head's grid and less.
  const { from, to } = boxAround(mask, shape);
  const box = from.map((first, axis) => to[axis] - first) as unknown as Shape3;
  if (box[0] <= 0) return;
  const part = new Uint8Array(elementCount(box));
  const rows = (move: (inBox: number, inMask: number) => void): void => {
    for (let z = 0; z < box[2]; z++) {
      for (let y = 0; y < box[1]; y++) {
        move(box[0] * (y + box[1] * z), from[0] + shape[0] * (from[1] + y + shape[1] * (from[2] + z)));
      }
    }
  };
  rows((inBox, inMask) => part.set(mask.subarray(inMask, inMask + box[0]), inBox));
  keepLargestComponent(part, box);
  fillHoles(part, box);
  rows((inBox, inMask) => mask.set(part.subarray(inBox, inBox + box[0]), inMask));
}

/** The box that holds the mask and, inside the grid, a layer of voxels around it. */
function boxAround(mask: Uint8Array, [nx, ny, nz]: Shape3): { from: number[]; to: number[] } {
  const [low, high] = [
    [nx, ny, nz],
    [-1, -1, -1],
  ];
  for (let z = 0, start = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++, start += nx) {
      const row = mask.subarray(start, start + nx);
      const first = row.indexOf(1);
      if (first < 0) continue;
      const last = row.lastIndexOf(1);
      if (first < low[0]) low[0] = first;
      if (last > high[0]) high[0] = last;
      if (y < low[1]) low[1] = y;
      if (y > high[1]) high[1] = y;
      if (z < low[2]) low[2] = z;
      if (z > high[2]) high[2] = z;
    }
  }
  return {
    from: low.map((n) => Math.max(n - 1, 0)),
    to: high.map((n, axis) => Math.min(n + 2, [nx, ny, nz][axis])),
  };
}
