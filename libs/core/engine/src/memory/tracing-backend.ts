import { imaginaryKernels, type ImaginaryKernels } from '@braingen/kernels';
import { EmbeddedBackend } from '../embedded/embedded-backend.ts';
import { tf } from '../tf.ts';

type Values = tf.backend_util.BackendValues;

/** The embedded backend on imaginary kernels: it keeps account of memory and computes nothing. */
export class TracingBackend extends EmbeddedBackend {
  readonly #kernels: ImaginaryKernels;
  /** Of tensors that lie outside the kernels' memory. */
  readonly #outside = new Map<object, number>();
  #outsideBytes = 0;
  #peak = 0;

  constructor(runtime: 'native' | 'wasm') {
    const kernels = imaginaryKernels(runtime);
    super(kernels);
    this.#kernels = kernels;
  }

  /** The most bytes tensors had at a time. Memory of the kernels that was used once counts on. */
  get peakBytes(): number {
    return this.#peak;
  }

  override output(shape: number[]): { info: tf.TensorInfo; values: Float32Array } {
    const made = super.output(shape);
    this.#note();
    return made;
  }

  override write(values: Values, shape: number[], dtype: tf.DataType): object {
    const dataId = super.write(values, shape, dtype);
    const held = this.data.get(dataId).values;
    if (ArrayBuffer.isView(held) && !this.kernels.owns(held.buffer)) {
      this.#outside.set(dataId, held.byteLength);
      this.#outsideBytes += held.byteLength;
    }
    this.#note();
    return dataId;
  }

  override disposeData(dataId: object, force = false): boolean {
    const isGone = super.disposeData(dataId, force);
    if (isGone) {
      this.#outsideBytes -= this.#outside.get(dataId) ?? 0;
      this.#outside.delete(dataId);
    }
    return isGone;
  }

  #note(): void {
    this.#peak = Math.max(this.#peak, this.#kernels.touched() + this.#outsideBytes);
  }
}
