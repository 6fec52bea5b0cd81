import { BraingenError } from '@braingen/volume/error';

/** Why the runtime that was asked for is not there: one line. */
export class KernelsUnavailable extends BraingenError {
  static override readonly brand: symbol = Symbol.for('@braingen/kernels/KernelsUnavailable');
  override readonly name = 'KernelsUnavailable';
  readonly blames = 'environment';
}
