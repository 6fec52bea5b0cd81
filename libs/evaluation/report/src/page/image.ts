import { markup, type Html } from './html.ts';

/** A PNG inside the page; a strip of slices is there for the viewer alone. */
export function image(png: Uint8Array, alt: string, strip?: { readonly class: string; readonly count: number }): Html {
  const [width, height] = sizeOf(png);
  const more = strip && markup` class="${strip.class}" data-count="${strip.count}" hidden`;
  return markup`<img src="data:image/png;base64,${base64(png)}" width="${width}" height="${height}" alt="${alt}"${more} />`;
}

/** Width and height stand at fixed places in a PNG's first chunk. */
function sizeOf(png: Uint8Array): [width: number, height: number] {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  if (png.byteLength < 24 || view.getUint32(0) !== 0x89504e47) {
    throw new TypeError(`renderReport: expected the bytes of a PNG, found ${png.byteLength} others`);
  }
  return [view.getUint32(16), view.getUint32(20)];
}

/** In pieces, because a function takes only so many arguments. */
function base64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += 0x8000) {
    pieces.push(String.fromCharCode(...bytes.subarray(start, start + 0x8000)));
  }
  return btoa(pieces.join(''));
}
