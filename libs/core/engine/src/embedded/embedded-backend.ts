import { mostElements, type Kernels } from '@braingen/kernels';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { tf } from '../tf.ts';

type Values = tf.backend_util.BackendValues;

/**
 * The backend of the embedded engine: tfjs-cpu's, with tensors in the kernels' own memory where own kernels made
 * them. That memory is reused as soon as a tensor is disposed, so nothing else may hold on to it: what comes in from
 * tfjs-cpu's kernels as a view of it is copied, and what is read out is a copy.
 */
export class EmbeddedBackend extends MathBackendCPU {
  readonly kernels: Kernels;
  /** Memory of `output`, by the tensor data that owns it. */
  readonly #owned = new WeakMap<object, Float32Array>();

  constructor(kernels: Kernels) {
    super();
    this.kernels = kernels;
  }

  /**
   * A new tensor and its memory, of any content: the caller writes all of it.
   *
   * @throws RangeError if there is no such memory, or if it has more elements than kernels count
   */
  output(shape: number[]): { info: tf.TensorInfo; values: Float32Array } {
    const count = tf.util.sizeFromShape(shape);
    if (count > mostElements) {
      const found = `[${shape.join(', ')}], that is ${count}`;
      throw new RangeError(`expected a tensor of at most ${mostElements} elements, found ${found}`);
    }
    const values = this.kernels.allocate(count);
    const dataId = { id: nextId-- };
    this.data.set(dataId, { values, dtype: 'float32', refCount: 1 });
    this.#owned.set(dataId, values);
    return { info: { dataId, shape, dtype: 'float32' }, values };
  }

  /**
   * The elements of a tensor as they lie in memory, to be read. tfjs-cpu casts by changing the tensor's type alone: what
   * lies there as whole numbers is converted.
   */
  floats(tensor: tf.TensorInfo): Float32Array {
    const { values } = this.data.get(tensor.dataId);
    if (values instanceof Float32Array) return values;
    if (ArrayBuffer.isView(values)) return Float32Array.from(values as Uint8Array);
    throw new Error(`expected a tensor of numbers, found ${tensor.dtype}`);
  }

  /** Whether a tensor's memory is the kernels' and no other tensor shares it. */
  isAlone(tensor: tf.TensorInfo): boolean {
    return this.refCount(tensor.dataId) === 1 && this.#owned.has(tensor.dataId);
  }

  /** Makes a variable's memory its own: what shares it (a clone, a reshape) keeps the values of now. */
  own(variable: tf.Variable): Float32Array {
    if (!this.isAlone(variable)) {
      const { info, values } = this.output(variable.shape);
      values.set(this.floats(variable));
      const copy = tf.engine().makeTensorFromTensorInfo(info) as tf.Tensor;
      variable.assign(copy);
      copy.dispose();
    }
    return this.floats(variable);
  }

  override write(values: Values, _shape: number[], dtype: tf.DataType): object {
    const dataId = { id: nextId-- };
    // With kernels that copy what is not theirs, floats move in once instead of at every call.
    const moves = dtype === 'float32' && values instanceof Float32Array && this.kernels.runtime === 'wasm';
    if (moves || (ArrayBuffer.isView(values) && this.kernels.owns(values.buffer))) {
      const kept = moves ? this.kernels.allocate(values.length) : undefined;
      kept?.set(values as Float32Array);
      if (kept) this.#owned.set(dataId, kept);
      this.data.set(dataId, { values: kept ?? (values as Float32Array).slice(), dtype, refCount: 1 });
    } else {
      this.data.set(dataId, { values, dtype, refCount: 1 });
    }
    return dataId;
  }

  override move(dataId: object, values: Values, _shape: number[], dtype: tf.DataType, refCount: number): void {
    this.data.set(dataId, { values, dtype, refCount });
  }

  override readSync(dataId: object): Values {
    const owned = this.#owned.get(dataId);
    return owned ? new Float32Array(owned) : super.readSync(dataId);
  }

  override disposeData(dataId: object, force = false): boolean {
    const isGone = super.disposeData(dataId, force);
    const owned = this.#owned.get(dataId);
    if (isGone && owned) {
      this.#owned.delete(dataId);
      this.kernels.release(owned);
    }
    return isGone;
  }

  override memory(): { unreliable: boolean; reasons: string[] } {
    return { unreliable: false, reasons: [] };
  }
}

// tfjs-cpu counts its data up from 0: these are distinguished.
let nextId = -1;
