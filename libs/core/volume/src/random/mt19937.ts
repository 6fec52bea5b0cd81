const length = 624;
const shift = 397;

/** Matsumoto & Nishimura 1998, ACM Trans. Model. Comput. Simul. 8(1): the 32-bit Mersenne twister. Each call gives 32 bits. */
export function createMersenneTwister(seed: number): () => number {
  const state = new Uint32Array(length);
  state[0] = seed;
  for (let i = 1; i < length; i++) state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i;
  let next = length;

  const twist = (): void => {
    for (let i = 0; i < length; i++) {
      const word = (state[i] & 0x80000000) | (state[(i + 1) % length] & 0x7fffffff);
      state[i] = state[(i + shift) % length] ^ (word >>> 1) ^ (word & 1 ? 0x9908b0df : 0);
    }
    next = 0;
  };

  return () => {
    if (next === length) twist();
    let word = state[next++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  };
}
