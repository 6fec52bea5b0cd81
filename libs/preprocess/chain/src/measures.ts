import { determinant, type Affine } from '@braingen/volume';

/** Quality figures of a head: those of the steps that were taken. Millilitres are those of the scan's own space. */
export interface Measures {
  /** Median standard deviation of the noise in what is not air, in the scan's intensities. */
  readonly noiseSigma?: number | undefined;
  /** How alike scan and template are: normalised mutual information, 0 to 1. */
  readonly similarity?: number | undefined;
  /** Mean of white matter over the noise that the scan came with. */
  readonly snr?: number | undefined;
  /** Coefficient of joint variation of grey and white matter (Magnotta 2006), as MRIQC reports it. */
  readonly cjv?: number | undefined;
  /** Coefficient of variation of white matter. */
  readonly wmCov?: number | undefined;
  readonly csfMl?: number | undefined;
  readonly gmMl?: number | undefined;
  readonly wmMl?: number | undefined;
  readonly intracranialMl?: number | undefined;
  /** The library's part of the decision about the mask's edge, 0 to one half. Says something of the library, nothing of the scan. */
  readonly libraryShare?: number | undefined;
}

/**
 * Millilitres in the scan's own space.
 *
 * @param millilitres in the space where the head lies now
 * @param matrix RAS millimetres of that space to RAS millimetres of the scan; undefined where they are one
 */
export function scanMl(millilitres: number, matrix: Affine | undefined): number {
  return matrix ? millilitres * determinant(matrix) : millilitres;
}
