import type { UNetDescription } from '../kinds/unet/unet-description.ts';

/** A trained network for other libraries. */
export interface ModelToExport {
  readonly name: string;
  readonly description: UNetDescription;
  /** Weights by key, in TensorFlow.js' layout. */
  readonly values: ReadonlyMap<string, Float32Array>;
  /** What tells the model from others. */
  readonly sha256: string;
  /** The model card with a text on how it is used. */
  readonly card: (use: string) => string;
}
