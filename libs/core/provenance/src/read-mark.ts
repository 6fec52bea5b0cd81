import { textOfExtension, type NiftiExtension } from '@braingen/volume';
import { commentCode } from './mark.ts';
import { parseJson } from './parse-json.ts';
import { provenanceSchema, type Provenance } from './provenance.ts';

/** What the extensions of a NIfTI header say of a synthetic volume; undefined where they say nothing. */
export function readMark(extensions: readonly NiftiExtension[]): Provenance | undefined {
  for (const extension of extensions) {
    if (extension.code !== commentCode) continue;
    // Comments of other programs are any text.
    const { data } = provenanceSchema.safeParse(parseJson(textOfExtension(extension)));
    if (data) return data;
  }
  return undefined;
}
