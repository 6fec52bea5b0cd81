import { encode } from 'fast-png';
import { colourOf, type Colour, type ColourMap } from './colour-map.ts';
import { glyphHeight, glyphOf, glyphWidth } from './glyphs.ts';
import type { IntensityWindow } from './intensity-window.ts';
import type { Slice } from './slice.ts';

/** Pixels from left to right, top to bottom, in grey (one channel) or in colour (three). */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

export function createRaster(width: number, height: number, channels: 1 | 3): Raster {
  return { width, height, channels, data: new Uint8Array(width * height * channels) };
}

export function encodePng(raster: Raster): Uint8Array {
  return encode({ ...raster, depth: 8 });
}

function setPixel({ width, height, channels, data }: Raster, x: number, y: number, colour: Colour): void {
  if (x < 0 || y < 0 || x >= width || y >= height) return;
  const at = (y * width + x) * channels;
  for (let channel = 0; channel < channels; channel++) data[at + channel] = colour[channel];
}

/** Draws a slice with its upper left corner at (left, top). */
export function drawSlice(
  raster: Raster,
  slice: Slice,
  left: number,
  top: number,
  [low, high]: IntensityWindow,
  map: ColourMap,
): void {
  for (let y = 0; y < slice.height; y++) {
    for (let x = 0; x < slice.width; x++) {
      const level = (slice.values[y * slice.width + x] - low) / (high - low);
      setPixel(raster, left + x, top + y, colourOf(map, level));
    }
  }
}

/** Draws the border of where a slice of a mask is above one half. */
export function drawOutline(raster: Raster, mask: Slice, left: number, top: number, colour: Colour): void {
  const inside = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < mask.width && y < mask.height && mask.values[y * mask.width + x] > 0.5;
  for (let y = 0; y < mask.height; y++) {
    for (let x = 0; x < mask.width; x++) {
      if (!inside(x, y)) continue;
      const isBorder = !inside(x - 1, y) || !inside(x + 1, y) || !inside(x, y - 1) || !inside(x, y + 1);
      if (isBorder) setPixel(raster, left + x, top + y, colour);
    }
  }
}

/** Writes one letter, each of its dots `scale` pixels wide, on a dark rim that keeps it legible over bright tissue. */
export function drawLetter(raster: Raster, letter: string, left: number, top: number, scale: number): void {
  const rows = glyphOf(letter);
  const isInk = (x: number, y: number) => x >= 0 && y >= 0 && x < glyphWidth && y < glyphHeight && rows[y][x] === '#';
  for (const [reach, colour] of [
    [1, [0, 0, 0]],
    [0, [235, 235, 235]],
  ] as const) {
    for (let y = -reach * scale; y < (glyphHeight + reach) * scale; y++) {
      for (let x = -reach * scale; x < (glyphWidth + reach) * scale; x++) {
        const near = reach === 0 ? [0] : [-1, 0, 1];
        const touched = near.some((dy) =>
          near.some((dx) => isInk(Math.floor((x + dx) / scale), Math.floor((y + dy) / scale))),
        );
        if (touched) setPixel(raster, left + x, top + y, colour);
      }
    }
  }
}
