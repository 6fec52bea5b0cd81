import { BraingenError } from '@braingen/volume/error';

/** Why ranks cannot work together here, and what would help: one line. */
export class MpiUnavailable extends BraingenError {
  static override readonly brand: symbol = Symbol.for('@braingen/distributed/MpiUnavailable');
  override readonly name = 'MpiUnavailable';
  readonly blames = 'environment';
}
