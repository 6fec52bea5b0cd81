import type { Vector3, Volume, VoxelArray } from '@braingen/volume';
import type { Colour, ColourMap } from './colour-map.ts';
import { windowOf, type IntensityWindow } from './intensity-window.ts';
import { frameOf, type Convention, type Plane } from './plane.ts';
import { createRaster, drawLetter, drawOutline, drawSlice, encodePng, type Raster } from './raster.ts';
import { brightRange, centreOf, slice, type Slice } from './slice.ts';

export interface PictureOptions {
  /** Intensities of black and white. @default `windowOf` this volume */
  readonly window?: IntensityWindow;
  /** @default neurological: left is left */
  readonly convention?: Convention;
  /** Millimetres a pixel. @default 1, more for fields of view beyond 320 mm */
  readonly pixelMm?: number;
  /** Write L and R, A and P at the edges. @default true */
  readonly marks?: boolean;
  /** Linear, or nearest for label maps. @default linear */
  readonly interpolation?: 'linear' | 'nearest';
  /** @default grey; diverging for fields and differences, whose middle is the middle of `window` */
  readonly colours?: ColourMap;
  /** A mask, on any grid, whose border is drawn over the slices. @default none */
  readonly outline?: Volume<VoxelArray>;
  /** @default orange */
  readonly outlineColour?: Colour;
}

export interface ThreePlanesOptions extends PictureOptions {
  /** The point in RAS millimetres through which the planes go. @default the centre of what is bright */
  readonly at?: Vector3;
}

export interface LightboxOptions extends PictureOptions {
  /** @default axial */
  readonly plane?: Plane;
  /** Slices, spread evenly over what is bright. @default 12 */
  readonly count?: number;
  /** Slices in a row. @default 6 */
  readonly columns?: number;
}

const gap = 4;

/** One volume in three planes, sagittal, coronal and axial, side by side at one scale: the bytes of a PNG. */
export function threePlanes(volume: Volume<VoxelArray>, options: ThreePlanesOptions = {}): Uint8Array {
  const at = options.at ?? centreOf(volume);
  const planes: Plane[] = ['sagittal', 'coronal', 'axial'];
  return layOut(
    planes.map((plane) => ({ plane, at })),
    planes.length,
    volume,
    options,
  );
}

/** Many slices of one volume, lowest first: the bytes of a PNG. */
export function lightbox(volume: Volume<VoxelArray>, options: LightboxOptions = {}): Uint8Array {
  const { plane = 'axial', count = 12, columns = 6 } = options;
  const centre = centreOf(volume);
  const { normal } = frameOf(plane, 'neurological');
  const [low, high] = brightRange(volume, normal);
  const places = Array.from({ length: count }, (_, i) => {
    const at = [...centre] as [number, number, number];
    at[normal] = low + ((i + 0.5) * (high - low)) / count;
    return { plane, at };
  });
  return layOut(places, columns, volume, options);
}

function layOut(
  places: readonly { plane: Plane; at: Vector3 }[],
  columns: number,
  volume: Volume<VoxelArray>,
  options: PictureOptions,
): Uint8Array {
  const {
    window = windowOf(volume),
    marks = true,
    colours = 'grey',
    outline,
    outlineColour = [255, 140, 40],
  } = options;
  const slices = places.map((place) => slice(volume, { ...options, ...place }));
  const rows = Math.ceil(slices.length / columns);
  const widths = Array.from({ length: Math.min(columns, slices.length) }, (_, c) =>
    largest(slices, (i) => i % columns === c, 'width'),
  );
  const heights = Array.from({ length: rows }, (_, r) =>
    largest(slices, (i) => Math.floor(i / columns) === r, 'height'),
  );
  const total = (lengths: number[]) => lengths.reduce((sum, length) => sum + length, 0) + gap * (lengths.length - 1);
  const raster = createRaster(total(widths), total(heights), outline || colours !== 'grey' ? 3 : 1);
  slices.forEach((one, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    const left = total(widths.slice(0, column)) + (column > 0 ? gap : 0) + ((widths[column] - one.width) >> 1);
    const top = total(heights.slice(0, row)) + (row > 0 ? gap : 0) + ((heights[row] - one.height) >> 1);
    drawSlice(raster, one, left, top, window, colours);
    if (outline) {
      const border = slice(outline, { ...options, ...places[i], interpolation: 'nearest', over: volume });
      drawOutline(raster, border, left, top, outlineColour);
    }
    if (marks) drawMarks(raster, one, left, top);
  });
  return encodePng(raster);
}

function largest(slices: readonly Slice[], wanted: (index: number) => boolean, side: 'width' | 'height'): number {
  return Math.max(...slices.filter((_, index) => wanted(index)).map((one) => one[side]));
}

function drawMarks(raster: Raster, { width, height, marks }: Slice, left: number, top: number): void {
  const scale = Math.max(1, Math.round(Math.sqrt(width * height) / 110));
  const middle = top + Math.round(height / 2 - 3.5 * scale);
  drawLetter(raster, marks[0], left + 3 * scale, middle, scale);
  drawLetter(raster, marks[1], left + width - 8 * scale, middle, scale);
}
