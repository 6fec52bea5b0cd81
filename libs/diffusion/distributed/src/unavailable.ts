/** Why ranks cannot work together here, and what would help: one line. */
export class MpiUnavailable extends Error {
  override readonly name = 'MpiUnavailable';
}
