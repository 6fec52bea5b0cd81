import { elementCount, type Shape3 } from '@braingen/volume';

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

/** Keeps the largest 6-connected component of `mask` and clears the rest, in place. */
export function keepLargestComponent(mask: Uint8Array, shape: Shape3): void {
  const labels = new Int32Array(mask.length);
  const queue = new Int32Array(mask.length);
  let [largest, largestSize, label] = [0, 0, 0];
  for (let seed = 0; seed < mask.length; seed++) {
    if (mask[seed] === 0 || labels[seed] !== 0) continue;
    const size = flood(++label, seed, labels, queue, shape, (i) => mask[i] !== 0);
    if (size > largestSize) [largest, largestSize] = [label, size];
  }
  for (let i = 0; i < mask.length; i++) if (labels[i] !== largest) mask[i] = 0;
}

/** Fills every hole of `mask` that no path of face neighbours joins to the faces of the grid, in place. */
export function fillHoles(mask: Uint8Array, shape: Shape3): void {
  const [nx, ny, nz] = shape;
  const labels = new Int32Array(mask.length);
  const queue = new Int32Array(mask.length);
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const inner = z > 0 && z < nz - 1 && y > 0 && y < ny - 1;
      for (let x = 0; x < nx; x += inner ? Math.max(nx - 1, 1) : 1) {
        const i = x + nx * (y + ny * z);
        if (mask[i] === 0 && labels[i] === 0) flood(1, i, labels, queue, shape, (j) => mask[j] === 0);
      }
    }
  }
  for (let i = 0; i < mask.length; i++) mask[i] = labels[i] === 0 ? 1 : 0;
}

/** Labels all that is joined to `seed`; returns how many voxels that is. */
function flood(
  label: number,
  seed: number,
  labels: Int32Array,
  queue: Int32Array,
  [nx, ny, nz]: Shape3,
  belongs: (index: number) => boolean,
): number {
  let [head, tail] = [0, 0];
  const visit = (i: number): void => {
    if (labels[i] !== 0 || !belongs(i)) return;
    labels[i] = label;
    queue[tail++] = i;
  };
  visit(seed);
  while (head < tail) {
    const i = queue[head++];
    const x = i % nx;
    const y = Math.floor(i / nx) % ny;
    const z = Math.floor(i / (nx * ny));
    if (x > 0) visit(i - 1);
    if (x < nx - 1) visit(i + 1);
    if (y > 0) visit(i - nx);
    if (y < ny - 1) visit(i + nx);
    if (z > 0) visit(i - nx * ny);
    if (z < nz - 1) visit(i + nx * ny);
  }
  return tail;
}
