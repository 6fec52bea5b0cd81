import { createMersenneTwister } from './mt19937.ts';

/** Standard normals as PyTorch draws them on the CPU. */
export interface TorchRandom {
  /** `count` float32 numbers, equal to those of the same sequence of `torch.randn` calls to within float32 rounding (about 1e-6). */
  randn(count: number): Float32Array;
}

/** Fewer numbers than this are drawn one pair at a time. */
const blockLength = 16;

/**
 * The generator behind `torch.manual_seed(seed); torch.randn(count)` on a CPU, rebuilt from its algorithm, so that a seed gives
 * the same noise here as there. Both ways in which PyTorch draws are followed: pairs in double precision for fewer than 16 numbers,
 * whose second half is kept for the next such call, and blocks of 16 in single precision for more.
 *
 * @param seed a whole number; its low 32 bits count
 * @throws RangeError if the seed is not a whole number from 0 to 2^53 - 1.
 */
export function createTorchRandom(seed: number): TorchRandom {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`createTorchRandom: expected a whole seed from 0 to 2^53 - 1, found ${seed}`);
  }
  const word = createMersenneTwister(seed % 2 ** 32);
  let kept: number | undefined;

  const uniform24 = (): number => (word() & 0xffffff) / 2 ** 24;
  const uniform53 = (): number => {
    const high = word() & 0x1fffff;
    return (high * 2 ** 32 + word()) / 2 ** 53;
  };

  /** Box & Muller 1958 on doubles. The sine waits for the next call. */
  const normal = (): number => {
    if (kept !== undefined) {
      const value = kept;
      kept = undefined;
      return value;
    }
    const angle = 2 * Math.PI * uniform53();
    const radius = Math.sqrt(-2 * Math.log1p(-uniform53()));
    kept = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };

  /** Turns 16 uniforms in place into normals: the first eight give radii, the last eight angles. */
  const transformBlock = (values: Float32Array, start: number): void => {
    for (let i = start; i < start + 8; i++) {
      const radius = Math.sqrt(-2 * Math.log(1 - values[i]));
      const angle = 2 * Math.PI * values[i + 8];
      values[i] = radius * Math.cos(angle);
      values[i + 8] = radius * Math.sin(angle);
    }
  };

  return {
    randn: (count) => {
      const values = new Float32Array(count);
      if (count < blockLength) return values.map(normal);
      for (let i = 0; i < count; i++) values[i] = uniform24();
      for (let start = 0; start + blockLength <= count; start += blockLength) transformBlock(values, start);
      if (count % blockLength !== 0) {
        // The rest is not a block: the last 16 are drawn anew, over some that were already normal.
        const start = count - blockLength;
        for (let i = start; i < count; i++) values[i] = uniform24();
        transformBlock(values, start);
      }
      return values;
    },
  };
}
