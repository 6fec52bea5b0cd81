import { z } from 'zod';

/** What a synthetic volume says of itself, as it stands in the header of its file. */
export interface Provenance {
  readonly Synthetic: true;
  /** IPTC's word for what a trained model made: what other programs look for. */
  readonly DigitalSourceType: string;
  readonly GeneratedBy: { readonly Name: string; readonly Version: string };
  /** SHA-256 of the model, its kind, and optimiser steps it was trained for. */
  readonly Model: {
    readonly SHA256: string;
    readonly Kind?: string | undefined;
    readonly Step?: number | undefined;
  };
  readonly Seed: number | string;
  /** Which sample of that seed, counted from 0. */
  readonly Number: number;
  /** What the model was asked for. */
  readonly Condition?: Readonly<Record<string, unknown>> | undefined;
  /** SHA-256 of the voxels of each volume in the file, see `hashVoxels`. */
  readonly VoxelsSHA256: readonly string[];
}

/** Of https://cv.iptc.org/newscodes/digitalsourcetype; C2PA and search engines read them. */
export const digitalSourceTypes = {
  /** Drawn by a model from nothing. */
  model: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
  /** A scan of a person of which a model drew a part anew. */
  composite: 'http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia',
} as const;

/** What is known of a sample before it is written; a model drew it from nothing unless this says otherwise. */
export type ProvenanceFacts = Omit<Provenance, 'Synthetic' | 'DigitalSourceType' | 'VoxelsSHA256'> &
  Partial<Pick<Provenance, 'DigitalSourceType'>>;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const provenanceSchema: z.ZodType<Provenance> = z.object({
  Synthetic: z.literal(true),
  DigitalSourceType: z.string(),
  GeneratedBy: z.object({ Name: z.string(), Version: z.string() }),
  Model: z.object({ SHA256: sha256, Kind: z.string().optional(), Step: z.int().min(0).optional() }),
  Seed: z.union([z.number(), z.string()]),
  Number: z.int().min(0),
  Condition: z.record(z.string(), z.unknown()).optional(),
  VoxelsSHA256: z.array(sha256).min(1),
});
