export const glyphWidth = 5;
export const glyphHeight = 7;

/** The six letters that say which side is which, drawn by hand so that pictures need no font. */
const glyphs: Readonly<Record<string, readonly string[]>> = {
  L: ['#....', '#....', '#....', '#....', '#....', '#....', '#####'],
  R: ['####.', '#...#', '#...#', '####.', '#.#..', '#..#.', '#...#'],
  A: ['..#..', '.#.#.', '#...#', '#...#', '#####', '#...#', '#...#'],
  P: ['####.', '#...#', '#...#', '####.', '#....', '#....', '#....'],
  S: ['.####', '#....', '#....', '.###.', '....#', '....#', '####.'],
  I: ['.###.', '..#..', '..#..', '..#..', '..#..', '..#..', '.###.'],
};

/** @throws RangeError on a letter that names no direction */
export function glyphOf(letter: string): readonly string[] {
  const glyph = glyphs[letter];
  if (!glyph) throw new RangeError(`glyphOf: expected one of ${Object.keys(glyphs).join(', ')}, found '${letter}'`);
  return glyph;
}
