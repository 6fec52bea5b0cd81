import { histogramRange, otsuThreshold, type Shape3, type Volume } from '@braingen/volume';

const bins = 256;

/**
 * Where the heads of a set are: what their mean has above its Otsu threshold, and all that this encloses, the
 * ventricles for one. The volumes lie on one grid.
 *
 * @returns 1 inside, 0 outside, x fastest
 */
export function headRegion(volumes: readonly Volume[]): Uint8Array {
  const mean = new Float32Array(volumes[0].voxels.length);
  for (const { voxels } of volumes) for (let i = 0; i < mean.length; i++) mean[i] += voxels[i] / volumes.length;
  const { low, high } = histogramRange(mean);
  const histogram = new Float64Array(bins);
  for (const value of mean) {
    const bin = Math.floor((bins * (value - low)) / (high - low));
    histogram[Math.min(bins - 1, Math.max(0, bin))]++;
  }
  const threshold = otsuThreshold(histogram, low, high);
  return withoutHoles(
    Uint8Array.from(mean, (value) => (value > threshold ? 1 : 0)),
    volumes[0].shape,
  );
}

/** Everything but what is dark and reaches the grid's border through dark voxels that share a face. */
function withoutHoles(bright: Uint8Array, [nx, ny, nz]: Shape3): Uint8Array {
  const filled = new Uint8Array(bright.length).fill(1);
  const open: number[] = [];
  const visit = (x: number, y: number, z: number): void => {
    const at = x + nx * (y + ny * z);
    if (bright[at] === 1 || filled[at] === 0) return;
    filled[at] = 0;
    open.push(at);
  };
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const isFace = z === 0 || z === nz - 1 || y === 0 || y === ny - 1;
      for (let x = 0; x < nx; x += isFace || x === nx - 1 ? 1 : nx - 1) visit(x, y, z);
    }
  }
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const [x, y, z] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
    if (x > 0) visit(x - 1, y, z);
    if (x < nx - 1) visit(x + 1, y, z);
    if (y > 0) visit(x, y - 1, z);
    if (y < ny - 1) visit(x, y + 1, z);
    if (z > 0) visit(x, y, z - 1);
    if (z < nz - 1) visit(x, y, z + 1);
  }
  return filled;
}
