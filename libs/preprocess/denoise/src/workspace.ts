import type { Kernels } from '@braingen/kernels';
import type { Shape3 } from '@braingen/volume';

/** Arrays of one volume's size in memory that the kernels reach without copying, given back all at once. */
export class Workspace {
  readonly kernels: Kernels;
  readonly shape: Shape3;
  readonly #arrays: Float32Array[] = [];

  constructor(kernels: Kernels, shape: Shape3) {
    this.kernels = kernels;
    this.shape = shape;
  }

  /** An array of zeros. */
  array(): Float32Array {
    const array = this.kernels.allocate(this.shape[0] * this.shape[1] * this.shape[2]);
    this.#arrays.push(array);
    return array.fill(0);
  }

  /** Gives these arrays back, or all. */
  release(...arrays: Float32Array[]): void {
    for (const array of arrays.length > 0 ? arrays : [...this.#arrays]) {
      this.#arrays.splice(this.#arrays.indexOf(array), 1);
      this.kernels.release(array);
    }
  }
}
