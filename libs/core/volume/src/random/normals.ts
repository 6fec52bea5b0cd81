import type { Random } from './random.ts';

/** Standard normal numbers, drawn one after the other. */
export function normals(random: Random, count: number): Float32Array {
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = random.normal();
  return values;
}
