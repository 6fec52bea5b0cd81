/** A minus sign, not a hyphen. */
const signed = (text: string): string => text.replace('-', '\u2212');

/** To three significant digits, without an exponent where four digits before or after the point say it. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return 'n/a';
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return signed(String(value));
  const magnitude = Math.abs(value);
  if (magnitude < 1e-3 || magnitude >= 1e6) return signed(value.toExponential(2));
  return signed(value.toFixed(Math.max(0, 2 - Math.floor(Math.log10(magnitude)))));
}

/**
 * Several figures with equally many decimals, as many as give `uncertainty` two significant digits: more would claim
 * what an interval does not.
 */
export function formatTogether(values: readonly number[], uncertainty: number): string[] {
  if (!(uncertainty > 0)) return values.map(formatNumber);
  const decimals = 1 - Math.floor(Math.log10(uncertainty));
  if (decimals > 6) return values.map(formatNumber);
  return values.map((value) => signed(value.toFixed(Math.max(0, decimals)).replace(/^-(0(\.0*)?)$/, '$1')));
}

/** A setting's own digits, six of them at most where it is no integer. */
function formatExactly(value: number): string {
  if (!Number.isFinite(value)) return 'n/a';
  const digits = Number.isInteger(value) ? value : Number(value.toPrecision(6));
  return signed(Math.abs(digits) >= 1e4 && Math.abs(digits) < 1e15 ? digits.toLocaleString('en') : String(digits));
}

/** A setting as a reader wants it: lists with commas, groups as "name value". */
export function formatSetting(value: unknown): string {
  if (typeof value === 'number') return formatExactly(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value === null || value === undefined) return 'not measured';
  if (Array.isArray(value)) return value.map(formatSetting).join(value.some(Array.isArray) ? '; ' : ', ');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, inner]) => `${wordsOf(name)} ${formatSetting(inner)}`)
      .join(', ');
  }
  return String(value as string);
}

/** "featureCount" as "feature count". */
export function wordsOf(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}

export function formatSeconds(seconds: number): string {
  if (seconds < 90) return `${formatNumber(seconds)} s`;
  if (seconds < 5400) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
}
