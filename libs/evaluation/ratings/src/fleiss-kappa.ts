/**
 * Agreement of several raters beyond chance (Fleiss 1971, Psychol. Bull. 76:378): 1 where all agree, 0 as by chance.
 *
 * @param counts for each volume how many raters chose each category, the same number of raters for all
 * @returns NaN where all ratings are of one category
 * @throws RangeError where volumes have other numbers of raters, or fewer than two
 */
export function fleissKappa(counts: readonly (readonly number[])[]): number {
  const total = (row: readonly number[]): number => row.reduce((sum, count) => sum + count, 0);
  const raters = total(counts[0] ?? []);
  const odd = counts.find((row) => total(row) !== raters);
  if (raters < 2 || odd)
    throw new RangeError(
      `fleissKappa: expected two or more raters, as many for each volume, found ${raters}${odd ? ` and ${total(odd)}` : ''}`,
    );
  const agreement =
    counts.reduce((sum, row) => sum + (row.reduce((s, n) => s + n * n, 0) - raters) / (raters * (raters - 1)), 0) /
    counts.length;
  const shares = counts[0].map((_, k) => counts.reduce((sum, row) => sum + row[k], 0) / (counts.length * raters));
  const chance = shares.reduce((sum, share) => sum + share * share, 0);
  return (agreement - chance) / (1 - chance);
}
