import type { EncodeOptions, Volume } from '@braingen/volume';
import { hashVoxels } from './hash-voxels.ts';
import { digitalSourceTypes, type Provenance, type ProvenanceFacts } from './provenance.ts';

/** The NIfTI registry's code for a comment in plain text. */
export const commentCode = 6;

/** Most bytes of a NIfTI description. */
const longestDescription = 79;

/**
 * Options for writing volumes into a file so that it says of itself that it is synthetic: in the description, which every viewer
 * shows, and as JSON in a header extension, which programs read. The voxels must be written as float32.
 *
 * @param volumes those of the file, in order
 */
export async function mark(
  volumes: readonly Volume[],
  facts: ProvenanceFacts,
): Promise<Pick<EncodeOptions, 'description' | 'extensions' | 'datatype'>> {
  const provenance: Provenance = {
    Synthetic: true,
    DigitalSourceType: digitalSourceTypes.model,
    ...facts,
    VoxelsSHA256: await Promise.all(volumes.map(hashVoxels)),
  };
  const { GeneratedBy, Model, Seed, Number: number } = facts;
  const words = `SYNTHETIC, ${GeneratedBy.Name} ${GeneratedBy.Version}, model ${Model.SHA256.slice(0, 12)}, seed ${Seed}, number ${number}`;
  return {
    datatype: 'float32',
    description: fitting(words),
    extensions: [{ code: commentCode, data: new TextEncoder().encode(JSON.stringify(provenance)) }],
  };
}

/** As many whole characters as a header holds. */
function fitting(text: string): string {
  const encoder = new TextEncoder();
  let end = text.length;
  while (encoder.encode(text.slice(0, end)).length > longestDescription) end--;
  return text.slice(0, end);
}
