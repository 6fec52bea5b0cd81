import { markup, type Html } from '../page/html.ts';

const short = (value: number): number => Number(value.toFixed(1));

export interface Box {
  readonly width: number;
  readonly height: number;
}

/** A drawing that screen readers announce as one image with these words. */
export function drawing(className: string, { width, height }: Box, words: string, content: readonly Html[]): Html {
  return markup`<svg class="${className}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${words}">${content}</svg>`;
}

export function lineBetween(className: string, x1: number, y1: number, x2: number, y2: number): Html {
  return markup`<line class="${className}" x1="${short(x1)}" y1="${short(y1)}" x2="${short(x2)}" y2="${short(y2)}" />`;
}

export function rectangle(className: string, x: number, y: number, { width, height }: Box): Html {
  return markup`<rect class="${className}" x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" />`;
}

export function dot(className: string, x: number, y: number, radius: number, tip?: string): Html {
  const title = tip && markup`<title>${tip}</title>`;
  return markup`<circle class="${className}" cx="${short(x)}" cy="${short(y)}" r="${radius}">${title}</circle>`;
}

export function words(className: string, x: number, y: number, text: string): Html {
  return markup`<text class="${className}" x="${short(x)}" y="${short(y)}">${text}</text>`;
}

/** Words that run upwards. */
export function upwardWords(className: string, x: number, y: number, text: string): Html {
  return markup`<text class="${className}" transform="translate(${short(x)},${short(y)}) rotate(-90)">${text}</text>`;
}

/** Points as SVG writes them: "x,y x,y". */
export function pointList(points: readonly (readonly [x: number, y: number])[]): string {
  return points.map(([x, y]) => `${short(x)},${short(y)}`).join(' ');
}
