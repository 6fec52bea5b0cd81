/** Where a file breaks the rules: the field, what stands there, and what should. */
export interface NiftiFault {
  readonly field: string;
  readonly found: string;
  readonly expected: string;
}

/** A file that must not be trusted. The message is one line: file, field, found, expected. */
export class NiftiError extends Error {
  override readonly name = 'NiftiError';
  /** The file, or `<bytes>` where the data came from memory. */
  readonly file: string;
  readonly field: string;
  readonly found: string;
  readonly expected: string;

  constructor(file: string, { field, found, expected }: NiftiFault, options?: ErrorOptions) {
    super(`${file}: ${field}: found ${found}, expected ${expected}`, options);
    this.file = file;
    this.field = field;
    this.found = found;
    this.expected = expected;
  }
}
