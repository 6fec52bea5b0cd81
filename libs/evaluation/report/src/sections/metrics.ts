import { intervalChart } from '../charts/interval-chart.ts';
import { html, type Html } from '../page/html.ts';
import { formatSetting, formatTogether, wordsOf } from '../page/numbers.ts';
import type { Figure } from '../report-data.ts';
import type { Section } from './section.ts';

const goals = {
  lower: 'lower is better',
  higher: 'higher is better',
  baseline: 'best near the real value',
} as const;

export function metricsSection(figures: readonly Figure[]): Section | undefined {
  if (figures.length === 0) return undefined;
  const { n } = figures[0];
  return {
    id: 'metrics',
    title: 'Figures of merit',
    body: html`<p class="note">
        ${n.synthetic} synthetic against ${n.real} real volumes. Brackets hold the interval. Figures compare with others
        only at equal numbers of volumes and equal settings.
      </p>
      <p class="legend" aria-hidden="true">
        <span class="key synthetic">synthetic</span> <span class="key real">among real volumes</span>
      </p>
      <div class="figures">${figures.map(figureRow)}</div>`,
  };
}

function figureRow(figure: Figure): Html {
  const { name, value, interval, baseline, better, settings } = figure;
  const [shown, low, high, realValue, realLow, realHigh] = formatTogether([
    value,
    ...interval,
    ...(baseline ? [baseline.value, ...baseline.interval] : []),
  ]);
  return html`<article class="figure">
    <h3>${name}${better && html`<span class="goal">${goals[better]}</span>`}</h3>
    <p class="value"><strong>${shown}</strong> <span class="interval-text">[${low}, ${high}]</span></p>
    <p class="real-value">
      ${baseline
        ? html`real <strong>${realValue}</strong> <span class="interval-text">[${realLow}, ${realHigh}]</span>`
        : ''}
    </p>
    <div class="chart">${intervalChart(figure)}</div>
    <details>
      <summary>Settings</summary>
      ${settingsList(settings)}
    </details>
  </article>`;
}

export function settingsList(settings: Readonly<Record<string, unknown>>): Html {
  return html`<dl class="settings">
    ${Object.entries(settings).map(
      ([name, value]) =>
        html`<div>
          <dt>${wordsOf(name)}</dt>
          <dd>${formatSetting(value)}</dd>
        </div>`,
    )}
  </dl>`;
}
