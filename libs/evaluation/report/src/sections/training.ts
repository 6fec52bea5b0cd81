import { curveChart } from '../charts/curve-chart.ts';
import { markup } from '../page/html.ts';
import type { TrainingData } from '../report-data.ts';
import { settingsList } from './metrics.ts';
import type { Section } from './section.ts';

export function trainingSection(training: TrainingData | undefined): Section | undefined {
  if (!training || training.curves.every((curve) => curve.points.length === 0)) return undefined;
  const { curves, measure, facts } = training;
  return {
    id: 'training',
    title: 'Training',
    body: markup`<div class="beside">
      <figure class="plot">
        <figcaption>
          ${capitalised(measure)}
          <span class="legend" aria-hidden="true">
            ${curves.map((curve, index) => markup`<span class="key series-${index}">${curve.name}</span> `)}
          </span>
        </figcaption>
        ${curveChart(curves, measure)}
      </figure>
      ${facts && settingsList(facts)}
    </div>`,
  };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
