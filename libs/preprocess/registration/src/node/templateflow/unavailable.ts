import { BraingenError } from '@braingen/volume';

/** A template that could not be fetched: the network or its other end lacks something, not the caller. One line. */
export class TemplateUnavailable extends BraingenError {
  static override readonly brand: symbol = Symbol.for('@braingen/registration/TemplateUnavailable');
  override readonly name = 'TemplateUnavailable';
  readonly blames = 'environment';
}
