import type { Figure } from './report-data.ts';

/** All figures as a table (RFC 4180): one row for the synthetic set, one for every set beside it. */
export function figuresCsv(figures: readonly Figure[]): string {
  const head = ['figure', 'set', 'value', 'low', 'high', 'unit', 'n_real', 'n_synthetic', 'settings'];
  const rows = figures.flatMap((figure) => {
    const { name, unit = '', n, settings, baseline, baselines = [] } = figure;
    const row = (set: string, value: number, interval: Figure['interval']) => [
      name,
      set,
      value,
      interval?.[0] ?? '',
      interval?.[1] ?? '',
      unit,
      n.real,
      n.synthetic,
      set === 'synthetic' ? JSON.stringify(settings) : '',
    ];
    return [
      row('synthetic', figure.value, figure.interval),
      ...(baseline ? [row('real baseline', baseline.value, baseline.interval)] : []),
      ...baselines.map((one) => row(one.name, one.value, one.interval)),
    ];
  });
  return [head, ...rows].map((cells) => cells.map(cell).join(',')).join('\r\n') + '\r\n';
}

/** Quoted where it must be; a text that a spreadsheet would take for a formula is set apart by a quote. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
