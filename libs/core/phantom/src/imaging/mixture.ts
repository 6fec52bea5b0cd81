/**
 * What one voxel holds, painted from the outside in: each structure covers a part of what is there already, as paint
 * of that opacity would. The shares of all structures always sum to one.
 */
export class Mixture {
  /** The structure at the voxel's centre. */
  label = 0;
  /** T1-weighted signal, the shares' mean. */
  signal = 0;
  csf = 0;
  grey = 0;
  white = 0;
  readonly #signals: Float64Array;
  readonly #tissues: Uint8Array;

  /** @param signals signal of each label; @param tissues 0 for none, 1 CSF, 2 grey, 3 white, of each label */
  constructor(signals: Float64Array, tissues: Uint8Array) {
    this.#signals = signals;
    this.#tissues = tissues;
  }

  /** A voxel of one structure only. */
  reset(label: number): void {
    this.label = label;
    this.signal = this.#signals[label];
    const tissue = this.#tissues[label];
    this.csf = tissue === 1 ? 1 : 0;
    this.grey = tissue === 2 ? 1 : 0;
    this.white = tissue === 3 ? 1 : 0;
  }

  /** Covers the share `cover` (from below 0, nothing, to above 1, all) of the voxel with a structure. */
  paint(label: number, cover: number): void {
    if (cover <= 0) return;
    if (cover >= 1) return this.reset(label);
    if (cover > 0.5) this.label = label;
    const rest = 1 - cover;
    const tissue = this.#tissues[label];
    this.signal = this.signal * rest + this.#signals[label] * cover;
    this.csf = this.csf * rest + (tissue === 1 ? cover : 0);
    this.grey = this.grey * rest + (tissue === 2 ? cover : 0);
    this.white = this.white * rest + (tissue === 3 ? cover : 0);
  }
}
