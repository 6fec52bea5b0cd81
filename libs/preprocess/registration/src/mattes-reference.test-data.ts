import type { MattesArrays } from '@braingen/kernels';
import type { MattesValue } from './mattes.ts';

/**
 * Mattes mutual information written plainly, one sample after another: what the kernel is tested against.
 */
export function mattesReference(input: Omit<MattesArrays, 'kept'>, matrix: ArrayLike<number>): MattesValue {
  const { moving, movingShape, points, fixedBins, counted, bins } = input;
  const [nx, ny, nz] = movingShape;
  const plane = nx * ny;
  const total = fixedBins.length;
  const joint = new Float64Array(bins * bins);
  const kept = new Float32Array(4 * total).fill(NaN);
  let count = 0;
  for (let i = 0; i < total; i++) {
    const px = points[3 * i],
      py = points[3 * i + 1],
      pz = points[3 * i + 2];
    const mappedX = matrix[0] * px + matrix[1] * py + matrix[2] * pz + matrix[3];
    const mappedY = matrix[4] * px + matrix[5] * py + matrix[6] * pz + matrix[7];
    const mappedZ = matrix[8] * px + matrix[9] * py + matrix[10] * pz + matrix[11];
    const x = Math.min(Math.max(mappedX, 0), nx - 1),
      y = Math.min(Math.max(mappedY, 0), ny - 1),
      z = Math.min(Math.max(mappedZ, 0), nz - 1);
    if (counted ? counted[i] === 0 : x !== mappedX || y !== mappedY || z !== mappedZ) continue;
    const ix = Math.min(Math.floor(x), nx - 2),
      iy = Math.min(Math.floor(y), ny - 2),
      iz = Math.min(Math.floor(z), nz - 2);
    const fx = x - ix,
      fy = y - iy,
      fz = z - iz;
    const o = ix + nx * iy + plane * iz;
    const c000 = moving[o],
      c100 = moving[o + 1],
      c010 = moving[o + nx],
      c110 = moving[o + nx + 1],
      c001 = moving[o + plane],
      c101 = moving[o + plane + 1],
      c011 = moving[o + plane + nx],
      c111 = moving[o + plane + nx + 1];
    const a00 = c000 + fx * (c100 - c000),
      a10 = c010 + fx * (c110 - c010),
      a01 = c001 + fx * (c101 - c001),
      a11 = c011 + fx * (c111 - c011);
    const b0 = a00 + fy * (a10 - a00),
      b1 = a01 + fy * (a11 - a01);
    const value = b0 + fz * (b1 - b0);
    const d0 = c100 - c000 + fy * (c110 - c010 - c100 + c000),
      d1 = c101 - c001 + fy * (c111 - c011 - c101 + c001);
    kept[4 * i] = value;
    kept[4 * i + 1] = d0 + fz * (d1 - d0);
    kept[4 * i + 2] = a10 - a00 + fz * (a11 - a01 - a10 + a00);
    kept[4 * i + 3] = b1 - b0;
    if (x !== mappedX) kept[4 * i + 1] = 0;
    if (y !== mappedY) kept[4 * i + 2] = 0;
    if (z !== mappedZ) kept[4 * i + 3] = 0;
    const k = Math.min(Math.max(Math.floor(value), 1), bins - 3);
    const t = value - k;
    const row = bins * fixedBins[i] + k;
    joint[row - 1] += ((1 - t) * (1 - t) * (1 - t)) / 6;
    joint[row] += (4 - 6 * t * t + 3 * t * t * t) / 6;
    joint[row + 1] += (1 + 3 * t + 3 * t * t - 3 * t * t * t) / 6;
    joint[row + 2] += (t * t * t) / 6;
    count++;
  }
  const fixedMarginal = new Float64Array(bins),
    movingMarginal = new Float64Array(bins);
  for (let f = 0; f < bins; f++) {
    for (let m = 0; m < bins; m++) {
      const p = (joint[bins * f + m] /= Math.max(count, 1));
      fixedMarginal[f] += p;
      movingMarginal[m] += p;
    }
  }
  const entropy = (p: Float64Array): number => p.reduce((sum, q) => (q > 1e-16 ? sum - q * Math.log(q) : sum), 0);
  const fixedEntropy = entropy(fixedMarginal),
    movingEntropy = entropy(movingMarginal);
  const information = fixedEntropy + movingEntropy - entropy(joint);
  const ratio = new Float64Array(bins * bins);
  for (let f = 0; f < bins; f++) {
    for (let m = 0; m < bins; m++) {
      const p = joint[bins * f + m];
      if (p > 1e-16 && movingMarginal[m] > 1e-16) ratio[bins * f + m] = Math.log(p / movingMarginal[m]);
    }
  }
  const gradient = new Float64Array(12);
  for (let i = 0; i < total; i++) {
    const value = kept[4 * i];
    if (!(value === value)) continue;
    const k = Math.min(Math.max(Math.floor(value), 1), bins - 3);
    const t = value - k;
    const row = bins * fixedBins[i] + k;
    const slope =
      (-0.5 * (1 - t) * (1 - t) * ratio[row - 1] +
        (-2 * t + 1.5 * t * t) * ratio[row] +
        (0.5 + t - 1.5 * t * t) * ratio[row + 1] +
        0.5 * t * t * ratio[row + 2]) /
      count;
    for (let r = 0; r < 3; r++) {
      const g = slope * kept[4 * i + 1 + r];
      gradient[4 * r] += g * points[3 * i];
      gradient[4 * r + 1] += g * points[3 * i + 1];
      gradient[4 * r + 2] += g * points[3 * i + 2];
      gradient[4 * r + 3] += g;
    }
  }
  return { information, fixedEntropy, movingEntropy, count, gradient };
}
