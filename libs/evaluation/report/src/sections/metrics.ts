import { intervalChart } from '../charts/interval-chart.ts';
import { markup, type Html } from '../page/html.ts';
import { formatNumber, formatSetting, formatTogether, wordsOf } from '../page/numbers.ts';
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
    body: markup`<p class="note">
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
  const [shown, low, high, realValue, realLow, realHigh] = formatTogether(
    [value, ...interval, ...(baseline ? [baseline.value, ...baseline.interval] : [])],
    interval[1] - interval[0],
  );
  return markup`<article class="figure">
    <h3>${name}${better && markup`<span class="goal">${goals[better]}</span>`}</h3>
    <p class="value"><strong>${shown}</strong> <span class="interval-text">[${low}, ${high}]</span></p>
    <div class="real-value">
      ${
        baseline &&
        markup`<p>real <strong>${realValue}</strong> <span class="interval-text">[${realLow}, ${realHigh}]</span></p>
          <p class="how">${howMeasured(settings)}</p>`
      }
    </div>
    <div class="chart">${intervalChart(figure)}</div>
    <details>
      <summary>Settings</summary>
      ${settingsList(settings)}
    </details>
  </article>`;
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
