import type { Volume } from '@braingen/volume';

/** What registration, tissue segmentation and brain extraction know beforehand about a head; all on one grid. */
export interface Template {
  /** An average T1-weighted head. Zero where there is air or nothing known: the faces of its subjects were removed. */
  readonly head: Volume<Float32Array>;
  /** The same without skull and scalp, for scans that are stripped. */
  readonly brain: Volume<Float32Array>;
  /** 1 within the intracranial cavity, 0 outside. */
  readonly intracranialMask: Volume<Float32Array>;
  /** Probabilities of 0 to 1 of fluid, grey and white matter. Their sum is that of being inside the skull. */
  readonly priors: {
    readonly csf: Volume<Float32Array>;
    readonly gm: Volume<Float32Array>;
    readonly wm: Volume<Float32Array>;
  };
  readonly provenance: TemplateProvenance;
}

/** Where a template comes from. */
export interface TemplateProvenance {
  readonly name: string;
  /** The coordinate system that the affine leads to. */
  readonly space: string;
  readonly licence: string;
  /** What to cite who uses it. */
  readonly citation?: string;
  readonly script?: string;
  readonly sources: readonly TemplateSource[];
  /** Files that fixed the space; none of their voxels are part of the template. */
  readonly anchors?: readonly TemplateFile[];
}

export interface TemplateSource {
  readonly name: string;
  readonly licence: string;
  readonly use: string;
  readonly files: readonly TemplateFile[];
}

export interface TemplateFile {
  readonly name: string;
  readonly sha256: string;
  /** Where it was downloaded from. */
  readonly url?: string | undefined;
}
