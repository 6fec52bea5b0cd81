import { Volume, type Shape3 } from '@braingen/volume';

const N = 48;
const SPACING = 4;

/** A head of 4 mm voxels made from formulas, and its true log field: the one tools/parity/bias-field/formula_head.py gives to ITK. */
export function formulaHead(): { image: Volume; mask: Volume; logField: Float32Array } {
  const shape: Shape3 = [N, N, N];
  const affine = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? (i < 3 ? SPACING : 1) : 0)));
  const image = Volume.zeros({ shape, affine: affine as never });
  const mask = Volume.zeros(image);
  const logField = new Float32Array(image.voxels.length);
  let sum = 0;
  let count = 0;
  const clean = new Float32Array(logField.length);
  for (let z = 0; z < N; z++) {
    for (let y = 0; y < N; y++) {
      for (let x = 0; x < N; x++) {
        const i = x + N * (y + N * z);
        const r = Math.hypot((x - 23.5) / 21, (y - 23.5) / 21, (z - 23.5) / 21);
        const fold = Math.sin(0.7 * x + 1.5 * Math.sin(0.4 * y)) * Math.cos(0.5 * z);
        const tissue = fold > 0.15 ? 150 : fold > -0.6 ? 105 : 45;
        const texture = 1 + 0.04 * Math.sin(12.9898 * x + 78.233 * y + 37.719 * z);
        const [u, v, w] = [x, y, z].map((at) => at / (N - 1) - 0.5);
        clean[i] = (r < 0.9 ? tissue : r < 1 ? 200 : 2) * texture;
        logField[i] = 0.25 * u - 0.2 * v * v + 0.3 * w * u + 0.15 * Math.cos(4 * w) + 0.1 * Math.sin(5 * v);
        mask.voxels[i] = Number(r < 0.9);
        if (r < 0.9) {
          sum += logField[i];
          count++;
        }
      }
    }
  }
  for (let i = 0; i < clean.length; i++) {
    logField[i] -= sum / count;
    image.voxels[i] = clean[i] * Math.exp(logField[i]);
  }
  return { image, mask, logField };
}
