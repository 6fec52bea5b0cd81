/** A template that could not be fetched: the network or its other end lacks something, not the caller. One line. */
export class TemplateUnavailable extends Error {
  override readonly name = 'TemplateUnavailable';
}
