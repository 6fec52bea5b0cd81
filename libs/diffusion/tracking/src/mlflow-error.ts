import { BraingenError } from '@braingen/volume/error';

/** A request that an MLflow server refused. */
export class MlflowError extends BraingenError {
  static override readonly brand: symbol = Symbol.for('@braingen/tracking/MlflowError');
  override readonly name = 'MlflowError';
  readonly blames = 'environment';
  /** Of HTTP. */
  readonly status: number;

  constructor(path: string, status: number, answer = '') {
    super(`${path}: expected an answer of status 200, found ${status}${answer && `, ${answer.slice(0, 200)}`}`);
    this.status = status;
  }
}
