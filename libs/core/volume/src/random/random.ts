/** A seeded source of numbers: the same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1), with 32 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Uniform among 0 .. bound - 1. */
  integer(bound: number): number;
  /** An independent source, the same for the same parent seed and label whatever was drawn before. */
  fork(label: string | number): Random;
}

/** A mix of 32-bit words (the finaliser of MurmurHash3) that turns similar seeds into unrelated states. */
function mix(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}

/**
 * A generator of 128-bit state (sfc32, Chris Doty-Humphrey's PractRand), normals by Marsaglia's polar method.
 *
 * @param seed any finite number or text
 */
export function createRandom(seed: number | string): Random {
  const text = String(seed);
  let hash = 0x9e3779b9;
  for (let i = 0; i < text.length; i++) hash = mix(hash ^ text.charCodeAt(i)) + 0x9e3779b9;
  let a = mix(hash),
    b = mix(hash + 1),
    c = mix(hash + 2),
    counter = 1;
  let spare: number | undefined;

  const word = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 15; i++) word();

  const random: Random = {
    uniform: () => word() / 2 ** 32,
    normal: () => {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      for (;;) {
        const u = 2 * random.uniform() - 1;
        const v = 2 * random.uniform() - 1;
        const s = u * u + v * v;
        if (s > 0 && s < 1) {
          const scale = Math.sqrt((-2 * Math.log(s)) / s);
          spare = v * scale;
          return u * scale;
        }
      }
    },
    integer: (bound) => Math.floor(random.uniform() * bound),
    fork: (label) => createRandom(`${text}/${label}`),
  };
  return random;
}
