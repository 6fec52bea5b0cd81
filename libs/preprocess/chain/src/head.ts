import { invertAffine, resample, type Affine, type Volume } from '@braingen/volume';
import type { Measures } from './measures.ts';

/** A head on its way through the chain: the volume, and what the steps have learned about it. */
export interface Head {
  readonly volume: Volume;
  /** Where it lies, once it is registered. */
  readonly placement?: Placement | undefined;
  /** 1 within the intracranial cavity, 0 outside, on the volume's grid. */
  readonly mask?: Volume<Uint8Array> | undefined;
  /** Whether the tissues' mean intensities have been set to fixed values. */
  readonly isTissueScaled?: boolean | undefined;
  readonly measures: Measures;
  /** What a person should look at, one sentence each. */
  readonly warnings: readonly string[];
}

/** What registration decided about a head; no later step decides it again. */
export interface Placement {
  /** RAS millimetres of the template to RAS millimetres of the scan. */
  readonly matrix: Affine;
  /** Whether the scan shows a whole head or a brain that was stripped of its skull. */
  readonly kind: 'head' | 'brain';
  /**
   * The head on its own grid. Steps estimate in the template's space, and change intensities in both: the last one
   * interpolates this volume, the scan's only interpolation.
   */
  readonly own: Volume;
}

/** A head that nothing has been done to. */
export function rawHead(volume: Volume): Head {
  return { volume, measures: {}, warnings: [] };
}

/** Adds figures and warnings to what is known about a head. */
export function learn(head: Head, found: Partial<Head>): Head {
  return {
    ...head,
    ...found,
    measures: { ...head.measures, ...found.measures },
    warnings: [...head.warnings, ...(found.warnings ?? [])],
  };
}

/** Carries a map from where a head lies now to another grid that the same head lies on. */
export type Carry = (map: Volume, background: number) => Volume;

/**
 * Changes a head's intensities where it lies now and on its own grid.
 *
 * @param volume the head after the change, where it lies now
 * @param onOwn the same change, of the head on its own grid
 */
export function changeIntensities(
  { placement }: Head,
  volume: Volume,
  onOwn: (own: Volume, carry: Carry) => Volume,
): Pick<Head, 'volume' | 'placement'> {
  if (!placement) return { volume };
  const { own, matrix } = placement;
  const transform = invertAffine(matrix);
  const carry: Carry = (map, background) => resample(map, own, { transform, background });
  return { volume, placement: { ...placement, own: onOwn(own, carry) } };
}
