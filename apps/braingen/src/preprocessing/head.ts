import type { LibraryEntry } from '@braingen/brain-mask';
import type { Template } from '@braingen/registration';
import {
  determinant,
  type Affine,
  type Grid,
  type Shape3,
  type StepOptions,
  type Volume,
  type VoxelArray,
} from '@braingen/volume';
import type { Atlas } from './atlas.ts';

/** A head on its way through the chain: the volume and what the steps have learnt about it. */
export interface Head {
  readonly volume: Volume;
  /** RAS millimetres of the template to RAS millimetres of the scan, once the volume lies in the template's space. */
  readonly matrix?: Affine | undefined;
  /** Where the brain lies, on the volume's grid. */
  readonly mask?: Volume<Uint8Array>;
  /** Whether the tissues' mean intensities have been set to fixed values. */
  readonly isTissueScaled?: boolean;
  /** Quality figures by name, units in the name where they have one; millilitres are those of the scan's own space. */
  readonly measures: Readonly<Record<string, number>>;
  /** What a person should look at. */
  readonly warnings: readonly string[];
}

/** What all scans of a run share. */
export interface ChainSettings {
  readonly template: Template;
  /** Heads whose cavity is known; the shipped ones if undefined. */
  readonly library?: Library | undefined;
  /** The template's mask and priors on a grid in its space. */
  readonly atlasOn: (grid: Grid) => Atlas;
  /** The grid that scans are registered to. */
  readonly grid: Grid;
  /** The shape at the chain's end. */
  readonly shape: Shape3;
}

/** A library of the user's, and what its files were. */
export interface Library {
  readonly entries: readonly LibraryEntry[];
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
}

export interface ChainStep {
  readonly name: string;
  apply(head: Head, settings: ChainSettings, options: StepOptions): Promise<Head>;
  /** What to draw round on a picture of the step's outcome. */
  outline?(head: Head, settings: ChainSettings): Volume<VoxelArray> | undefined;
}

/** Millilitres in the scan's own space of what has so many on the grid where the head lies now. */
export function scanMl({ matrix }: Head, millilitres: number): number {
  return matrix ? millilitres * determinant(matrix) : millilitres;
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
