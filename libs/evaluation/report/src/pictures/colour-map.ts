/** Red, green, blue, each 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/**
 * Grey for anatomy; diverging for what lies about a middle, such as a bias field about 1 or a difference about 0: blue
 * below it, black at it, orange above it, equally bright at equal distance.
 */
export type ColourMap = 'grey' | 'diverging';

const below: Colour = [86, 180, 255];
const above: Colour = [255, 160, 60];

/** The colour of a level: 0 at the low end of the intensity window, 1 at its high end; black for what is no number. */
export function colourOf(map: ColourMap, level: number): Colour {
  if (!Number.isFinite(level)) return [0, 0, 0];
  const inside = Math.min(1, Math.max(0, level));
  if (map === 'grey') {
    const grey = Math.round(255 * inside);
    return [grey, grey, grey];
  }
  const strength = Math.abs(2 * inside - 1);
  const [red, green, blue] = inside < 0.5 ? below : above;
  return [Math.round(strength * red), Math.round(strength * green), Math.round(strength * blue)];
}
