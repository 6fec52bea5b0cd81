import { BraingenError } from '../error.ts';

/** Where a file breaks the rules: the field, what stands there, and what should. */
export interface NiftiFault {
  readonly field: string;
  readonly found: string;
  readonly expected: string;
}

/** A file that must not be trusted. The message is one line: file, field, expected, found. */
export class NiftiError extends BraingenError {
  static override readonly brand: symbol = Symbol.for('@braingen/volume/NiftiError');
  override readonly name = 'NiftiError';
  readonly blames = 'input';
  /** The file, or `<bytes>` where the data came from memory. */
  readonly file: string;
  readonly field: string;
  readonly found: string;
  readonly expected: string;

  constructor(file: string, { field, found, expected }: NiftiFault, options?: ErrorOptions) {
    super(`${file}: ${field}: expected ${expected}, found ${found}`, options);
    this.file = file;
    this.field = field;
    this.found = found;
    this.expected = expected;
  }
}
