import { markup } from '../page/html.ts';
import { formatNumber, formatSeconds } from '../page/numbers.ts';
import { relativeAddress } from '../page/relative-address.ts';
import type { ReportData, StageCost } from '../report-data.ts';
import type { Section } from './section.ts';

/** What the run took, how it was called, and where its files are. */
export function costsSection({ costs = [], command, links = [] }: ReportData): Section | undefined {
  if (costs.length === 0 && command === undefined && links.length === 0) return undefined;
  const measured = costs.some(({ energy }) => energy);
  return {
    id: 'costs',
    title: 'Cost and files',
    body: markup`${
      costs.length > 0 &&
      markup`<table>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">Time</th>
            ${measured && markup`<th scope="col">Energy</th>`}
          </tr>
        </thead>
        <tbody>
          ${costs.map(
            (cost) => markup`<tr>
              <th scope="row">${cost.stage}</th>
              <td>${formatSeconds(cost.seconds)}</td>
              ${measured && markup`<td>${energyOf(cost)}</td>`}
            </tr>`,
          )}
        </tbody>
      </table>`
    }
    ${command !== undefined && markup`<h3>Command</h3><pre><code>${command}</code></pre>`}
    ${
      links.length > 0 &&
      markup`<h3>Files</h3>
        <ul class="links">${links.map(({ label, href }) => markup`<li><a href="${relativeAddress(href)}">${label}</a></li>`)}</ul>`
    }`,
  };
}

function energyOf({ energy }: StageCost): string {
  return energy ? `${formatNumber(energy.joules / 3600)} Wh, ${energy.how}` : 'not measured';
}
