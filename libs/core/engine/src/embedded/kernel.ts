import type { tf } from '../tf.ts';
import type { EmbeddedBackend } from './embedded-backend.ts';

/** What a kernel is given, typed for the backend it runs on. */
export interface KernelCall<A = object> {
  readonly inputs: Record<string, tf.TensorInfo>;
  readonly attrs: A;
  readonly backend: EmbeddedBackend;
}

/** A kernel of the embedded backend, as TensorFlow.js registers it. */
export function kernel<A>(run: (call: KernelCall<A>) => tf.TensorInfo | tf.TensorInfo[]): tf.KernelFunc {
  return ({ inputs, attrs, backend }) =>
    run({
      inputs: inputs as Record<string, tf.TensorInfo>,
      attrs: attrs as unknown as A,
      backend: backend as EmbeddedBackend,
    });
}
