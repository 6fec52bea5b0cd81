import { elementCount, type Shape3 } from '@braingen/volume';

/** The weights of a sliding window along each axis, each summing to 1; an axis of one voxel has the one weight 1. */
export type Window = readonly [x: Float64Array, y: Float64Array, z: Float64Array];

/** A separable window. Volumes of one slice are images: nothing slides along an axis of one voxel. */
export function createWindow(shape: Shape3, size: number, kind: 'gaussian' | 'uniform', sigma: number): Window {
  const weights = Float64Array.from({ length: size }, (_, i) =>
    kind === 'uniform' ? 1 : Math.exp(-(((i - (size - 1) / 2) / sigma) ** 2) / 2),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const along = (length: number) => (length === 1 ? Float64Array.of(1) : weights.map((weight) => weight / sum));
  return [along(shape[0]), along(shape[1]), along(shape[2])];
}

/** The shape that is left where the window lies wholly inside. */
export function validShape(shape: Shape3, window: Window): [number, number, number] {
  return [0, 1, 2].map((axis) => shape[axis] - window[axis].length + 1) as [number, number, number];
}

/**
 * Weighted means of x * y in every window that lies wholly inside, plane by plane: along x, along y, and spread over
 * the planes that the window reaches along z, so that the working set stays in the cache. A brain fills half of its
 * volume, so each plane is filtered only within the rectangle that its product fills.
 */
export function windowedProduct(x: Float32Array, y: Float32Array, shape: Shape3, window: Window): Float32Array {
  const [nx, ny, nz] = shape;
  const [ox, oy, oz] = validShape(shape, window);
  const [wx, wy, wz] = window;
  const product = new Float32Array(nx * ny);
  const rows = new Float32Array(ox * ny);
  const plane = new Float32Array(ox * oy);
  const means = new Float32Array(ox * oy * oz);
  for (let z = 0; z < nz; z++) {
    const filled = multiplyPlane(x, y, z * nx * ny, nx, ny, product);
    const [firstX, lastX] = [Math.max(0, filled.x0 - wx.length + 1), Math.min(ox - 1, filled.x1)];
    const [firstY, lastY] = [Math.max(0, filled.y0 - wy.length + 1), Math.min(oy - 1, filled.y1)];
    const count = lastX - firstX + 1;
    for (let j = filled.y0; j <= filled.y1; j++) {
      slide(product, j * nx + firstX, 1, wx, rows, j * ox + firstX, count);
    }
    for (let j = firstY; j <= lastY; j++) {
      const start = Math.max(0, filled.y0 - j);
      const weights = wy.subarray(start, Math.min(wy.length, filled.y1 - j + 1));
      slide(rows, (j + start) * ox + firstX, ox, weights, plane, j * ox + firstX, count);
    }
    for (let t = Math.max(0, z - oz + 1); t < wz.length && t <= z; t++) {
      const weight = wz[t];
      const target = (z - t) * plane.length;
      for (let j = firstY; j <= lastY; j++) {
        for (let i = j * ox + firstX; i <= j * ox + lastX; i++) means[target + i] += weight * plane[i];
      }
    }
  }
  return means;
}

/**
 * Weighted sums at `count` neighbouring places: target[i] = sum over t of weights[t] * source[i + t * stride]. Four
 * places at a time share each weight, which takes less than half the time of one by one.
 */
function slide(
  source: Float32Array,
  from: number,
  stride: number,
  weights: Float64Array,
  target: Float32Array,
  to: number,
  count: number,
): void {
  const taps = weights.length;
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let t = 0, at = from + i; t < taps; t++, at += stride) {
      const weight = weights[t];
      s0 += weight * source[at];
      s1 += weight * source[at + 1];
      s2 += weight * source[at + 2];
      s3 += weight * source[at + 3];
    }
    target[to + i] = s0;
    target[to + i + 1] = s1;
    target[to + i + 2] = s2;
    target[to + i + 3] = s3;
  }
  for (; i < count; i++) {
    let sum = 0;
    for (let t = 0, at = from + i; t < taps; t++, at += stride) sum += weights[t] * source[at];
    target[to + i] = sum;
  }
}

/** Writes the product of two planes and returns the rectangle outside which it is zero (empty: last before first). */
function multiplyPlane(
  x: Float32Array,
  y: Float32Array,
  start: number,
  nx: number,
  ny: number,
  product: Float32Array,
): { x0: number; x1: number; y0: number; y1: number } {
  let [x0, x1, y0, y1] = [nx, -1, ny, -1];
  for (let j = 0; j < ny; j++) {
    for (let i = 0; i < nx; i++) {
      const value = x[start + j * nx + i] * y[start + j * nx + i];
      product[j * nx + i] = value;
      if (value === 0) continue;
      if (i < x0) x0 = i;
      if (i > x1) x1 = i;
      if (j < y0) y0 = j;
      y1 = j;
    }
  }
  return { x0, x1, y0, y1 };
}

/** Means over blocks of 2 x 2 x 2; a last odd voxel is dropped, an axis of one voxel stays. */
export function halve(voxels: Float32Array, shape: Shape3): { voxels: Float32Array; shape: Shape3 } {
  const [nx, ny] = shape;
  const [sx, sy, sz] = shape.map((length) => (length === 1 ? 0 : 1));
  const half = shape.map((length) => (length === 1 ? 1 : length >> 1)) as [number, number, number];
  const means = new Float32Array(elementCount(half));
  const offsets = [0, sx, nx * sy, nx * sy + sx].flatMap((offset) => [offset, offset + nx * ny * sz]);
  let at = 0;
  for (let z = 0; z < half[2]; z++) {
    for (let y = 0; y < half[1]; y++) {
      for (let x = 0; x < half[0]; x++) {
        const corner = (x << sx) + nx * ((y << sy) + ny * (z << sz));
        let sum = 0;
        for (const offset of offsets) sum += voxels[corner + offset];
        means[at++] = sum / 8;
      }
    }
  }
  return { voxels: means, shape: half };
}
