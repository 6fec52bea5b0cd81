import type { Random } from '@braingen/volume';
import { figure, weighted, within, type Figure } from '../figure.ts';

/** Dice coefficients of one person, label by label; NaN for a label that neither truth nor segmentation has. */
export type DiceOfLabels = readonly number[];

/** The mean of what is known; NaN where nothing is. */
export function meanOfKnown(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Several scans of one person as one. */
export const diceOfPerson = (scans: readonly DiceOfLabels[]): DiceOfLabels =>
  scans[0].map((_, label) => meanOfKnown(scans.map((dice) => dice[label])));

/** A mean of Dice coefficients over the people of whom it is known, with Student's interval. */
export async function diceFigure(name: string, people: readonly number[], random: Random): Promise<Figure> {
  const known = people.filter((value) => !Number.isNaN(value));
  return within(await figure(name, (counts) => weighted(known, counts), known.length, random), 0, 1);
}
