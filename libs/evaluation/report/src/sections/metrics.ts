import { intervalChart } from '../charts/interval-chart.ts';
import { markup, type Html } from '../page/html.ts';
import { formatNumber, formatSetting, formatTogether, wordsOf } from '../page/numbers.ts';
import { figuresCsv } from '../figures-csv.ts';
import type { Baseline, Figure, ReportData } from '../report-data.ts';
import type { Section } from './section.ts';

const goals = {
  lower: 'lower is better',
  higher: 'higher is better',
  baseline: 'best near the real value',
} as const;

export function metricsSection({
  metrics: figures,
  findings = [],
  regions,
}: Pick<ReportData, 'metrics' | 'findings' | 'regions'>): Section | undefined {
  if (figures.length === 0) return undefined;
  const all = figuresCsv([...figures, ...(regions?.figures ?? [])]);
  const { n } = figures[0];
  return {
    id: 'metrics',
    title: 'Figures of merit',
    body: markup`${
      findings.length > 0 && markup`<div class="notice warning">${findings.map((text) => markup`<p>${text}</p>`)}</div>`
    }
      <p class="note">
        ${n.synthetic} synthetic against ${n.real} real volumes. Brackets hold the interval. Figures compare with others
        only at equal numbers of volumes and equal settings.
        <a href="data:text/csv;charset=utf-8,${encodeURIComponent(all)}" download="figures.csv">All figures as CSV</a>
      </p>
      <p class="legend" aria-hidden="true">
        <span class="key synthetic">synthetic</span> <span class="key real">among real volumes</span>
      </p>
      <div class="figures">${figures.map(figureRow)}</div>`,
  };
}

function figureRow(figure: Figure): Html {
  const { name, value, interval, unit, baseline, baselines = [], better, settings } = figure;
  const width = interval ? interval[1] - interval[0] : 0;
  const [shown, ...ends] = formatTogether([value, ...(interval ?? [])], width);
  return markup`<article class="figure">
    <h3>${name}${better && markup`<span class="goal">${goals[better]}</span>`}</h3>
    <p class="value"><strong>${shown}</strong>${unit && markup` ${unit}`} ${bracket(ends)}</p>
    <div class="real-value">
      ${baseline && besideRow({ name: 'real', ...baseline }, width)}
      ${baseline && markup`<p class="how">${howMeasured(settings)}</p>`}
      ${baselines.map((one) => besideRow(one, width))}
    </div>
    <div class="chart">${intervalChart(figure)}</div>
    <details>
      <summary>Settings</summary>
      ${settingsList(settings)}
    </details>
  </article>`;
}

/** The same figure of another set. */
function besideRow({ name, value, interval }: Baseline, width: number): Html {
  const [shown, ...ends] = formatTogether([value, ...(interval ?? [])], width);
  return markup`<p>${name} <strong>${shown}</strong> ${bracket(ends)}</p>`;
}

function bracket([low, high]: readonly string[]): Html {
  const text = low === undefined ? 'too few for an interval' : `[${low}, ${high}]`;
  return markup`<span class="interval-text">${text}</span>`;
}

/** What the baseline is, where the metric says so in its settings. */
function howMeasured({ baseline, atBaselineSize }: Figure['settings']): string {
  const sentences = [
    typeof baseline === 'string' && baseline,
    typeof atBaselineSize === 'number' && `synthetic at that size ${formatNumber(atBaselineSize)}`,
  ];
  return sentences.filter(Boolean).join('; ');
}

export function settingsList(settings: Readonly<Record<string, unknown>>): Html {
  return markup`<dl class="settings">
    ${Object.entries(settings).map(
      ([name, value]) =>
        markup`<div>
          <dt>${wordsOf(name)}</dt>
          <dd>${formatSetting(value)}</dd>
        </div>`,
    )}
  </dl>`;
}
