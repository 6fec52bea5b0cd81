import { groupChart } from '../charts/group-chart.ts';
import { markup, type Html } from '../page/html.ts';
import { formatNumber } from '../page/numbers.ts';
import type { QualityFigure } from '../report-data.ts';
import type { Section } from './section.ts';

/** The quality figures of one scan, and where it stands among the others. */
export function qualitySection(figures: readonly QualityFigure[] | undefined): Section | undefined {
  if (!figures || figures.length === 0) return undefined;
  return {
    id: 'quality',
    title: 'Quality figures',
    body: markup`<p class="note">Dots are the scans of the group, the large one is this scan.</p>
      <table>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col">This scan</th>
            <th scope="col">Median</th>
            <th scope="col">Rank</th>
            <th scope="col">In its group</th>
          </tr>
        </thead>
        <tbody>
          ${figures.map(row)}
        </tbody>
      </table>`,
  };
}

function row(figure: QualityFigure): Html {
  const { name, unit, value, group, standsApart } = figure;
  const sorted = [...group].sort((a, b) => a - b);
  const middle = (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
  const rank = sorted.filter((other) => other < value).length + 1;
  return markup`<tr>
    <th scope="row">${name}</th>
    <td>${standsApart ? markup`<strong>${formatNumber(value)}</strong> (stands apart)` : formatNumber(value)} ${unit}</td>
    <td>${formatNumber(middle)}</td>
    <td>${rank} of ${group.length}</td>
    <td class="standing">${groupChart(figure)}</td>
  </tr>`;
}
