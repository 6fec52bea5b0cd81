import type { Picture } from './tracker.ts';

/** A PNG with the size that its header states, which follows after 16 bytes (PNG specification, 11.2.1). */
export function pngPicture(png: Uint8Array): Picture {
  const view = new DataView(png.buffer, png.byteOffset);
  return { png, width: view.getUint32(16), height: view.getUint32(20) };
}
