/** How many numbers an array of a shape holds: the product of its sides, 1 without any. */
export const elementCount = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);
