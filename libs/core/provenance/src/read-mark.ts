import { textOfExtension, type NiftiExtension } from '@braingen/volume';
import { commentCode } from './mark.ts';
import { provenanceSchema, type Provenance } from './provenance.ts';

/** What the extensions of a NIfTI header say of a synthetic volume; undefined where they say nothing. */
export function readMark(extensions: readonly NiftiExtension[]): Provenance | undefined {
  for (const extension of extensions) {
    if (extension.code !== commentCode) continue;
    const { data } = provenanceSchema.safeParse(parsed(textOfExtension(extension)));
    if (data) return data;
  }
  return undefined;
}

/** Comments of other programs are any text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
