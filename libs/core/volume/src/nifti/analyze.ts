import { latin1, text } from './bytes.ts';
import { NiftiError } from './error.ts';
import type { RawHeader } from './header-fields.ts';

/** Analyze 7.5, with what SPM wrote into it: an origin, and a slope where the format has `funused1`. */
export function parseAnalyze(fixed: Uint8Array, littleEndian: boolean, file: string): RawHeader {
  const view = new DataView(fixed.buffer);
  const short = (at: number): number => view.getInt16(at, littleEndian);
  const float = (at: number): number => view.getFloat32(at, littleEndian);
  const magic = latin1(fixed, 344, 348);
  // Analyze keeps a number (`smin`) where NIfTI has its magic; printable letters there are a damaged or unknown magic.
  if (/^[\x20-\x7e]{3}/.test(magic)) {
    throw new NiftiError(file, { field: 'magic', found: JSON.stringify(magic), expected: '"n+1\\0" or "ni1\\0"' });
  }
  return {
    format: 'Analyze 7.5',
    single: false,
    littleEndian,
    size: fixed.length,
    dims: [0, 1, 2, 3, 4, 5, 6, 7].map((i) => short(40 + 2 * i)),
    datatypeCode: short(70),
    bitsPerVoxel: short(72),
    pixdim: [0, 1, 2, 3, 4, 5, 6, 7].map((i) => float(76 + 4 * i)),
    voxOffset: float(108),
    slope: float(112),
    intercept: 0,
    unitsCode: 0,
    calMax: float(124),
    calMin: float(128),
    description: text(fixed, 148, 80),
    intentCode: 0,
    intentName: '',
    qformCode: 0,
    sformCode: 0,
    quaternion: [0, 0, 0],
    qoffset: [0, 0, 0],
    srows: [],
    analyzeOrigin: [short(253), short(255), short(257)],
  };
}
