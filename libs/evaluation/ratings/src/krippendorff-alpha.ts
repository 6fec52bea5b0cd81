export type Level = 'nominal' | 'ordinal' | 'interval';

/**
 * Agreement of raters who need not all have seen everything (Krippendorff 2011, Computing Krippendorff's alpha-reliability):
 * 1 - observed disagreement / expected disagreement.
 *
 * @param units what the raters said of each volume, in any order, as numbers
 * @param level how far two values are apart: not at all or wholly; by how many values lie between; by their difference
 * @returns NaN where nothing was rated twice, or all values are one
 */
export function krippendorffAlpha(units: readonly (readonly number[])[], level: Level): number {
  const paired = units.filter((values) => values.length > 1);
  const values = [...new Set(paired.flat())].sort((a, b) => a - b);
  const counts = values.map((value) => paired.flat().filter((other) => other === value).length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const distance = (a: number, b: number): number => squaredDistance(a, b, values, counts, level);
  let [observed, expected] = [0, 0];
  for (const unit of paired)
    for (const a of unit)
      for (const b of unit) observed += distance(values.indexOf(a), values.indexOf(b)) / (unit.length - 1);
  for (let a = 0; a < values.length; a++)
    for (let b = 0; b < values.length; b++) expected += counts[a] * counts[b] * distance(a, b);
  return 1 - ((total - 1) * observed) / expected;
}

function squaredDistance(
  a: number,
  b: number,
  values: readonly number[],
  counts: readonly number[],
  level: Level,
): number {
  if (a === b) return 0;
  if (level === 'nominal') return 1;
  if (level === 'interval') return (values[a] - values[b]) ** 2;
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  const between = counts.slice(low, high + 1).reduce((sum, count) => sum + count, 0);
  return (between - (counts[low] + counts[high]) / 2) ** 2;
}
