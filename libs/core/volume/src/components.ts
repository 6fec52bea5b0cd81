import type { Shape3 } from './geometry/volume.ts';

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
