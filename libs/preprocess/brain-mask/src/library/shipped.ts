import { Volume, freezeAffine, type Shape3 } from '@braingen/volume';
import type { LibraryEntry } from './entry.ts';

let loaded: Promise<readonly LibraryEntry[]> | undefined;

/**
 * The library that comes with the package: averages of three or four openly licensed heads each, known around the
 * edge of their cavity alone; MNI space, 2 mm. The first call decodes it; all calls share its volumes, which must not be written to.
 */
export function loadLibrary(): Promise<readonly LibraryEntry[]> {
  loaded ??= decode();
  return loaded;
}

async function decode(): Promise<readonly LibraryEntry[]> {
  // Only who uses the shipped library pays for its text.
  const { entries, grid, steps } = await import('./data.ts');
  return Promise.all(
    entries.map(async ({ name, bytes }) => {
      const packed = await gunzip(Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0)));
      return unpackEntry(name, packed, grid, steps);
    }),
  );
}

/** What `packEntry` of tools/brain-mask wrote. */
function unpackEntry(
  name: string,
  packed: Uint8Array,
  { shape, affine }: { readonly shape: readonly number[]; readonly affine: readonly (readonly number[])[] },
  steps: { readonly image: number; readonly mask: number; readonly most: number },
): LibraryEntry {
  const count = packed.length / 2;
  const grid = { shape: shape as unknown as Shape3, affine: freezeAffine(affine) };
  const [image, mask] = [packed.subarray(0, count), packed.subarray(count)];
  return {
    name,
    image: new Volume(
      Float32Array.from(image).map((step) => (step * steps.most) / steps.image),
      grid,
    ),
    mask: new Volume(
      Float32Array.from(mask).map((step) => step / steps.mask),
      grid,
    ),
  };
}

async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
