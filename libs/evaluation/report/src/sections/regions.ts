import { covariateChart } from '../charts/covariate-chart.ts';
import { effectChart } from '../charts/effect-chart.ts';
import { markup, type Html } from '../page/html.ts';
import { formatTogether } from '../page/numbers.ts';
import type { CloudDistance, CovariateFit, RegionData, RegionEffect, RegionRow } from '../report-data.ts';
import type { Section } from './section.ts';

/** Sizes of regions and their asymmetry in synthetic and real brains. */
export function regionsSection(data: RegionData | undefined): Section | undefined {
  if (!data) return undefined;
  const { regions, clouds, covariate, reliable, limit } = data;
  const hasTraining = regions.some(({ sizeOfTraining }) => sizeOfTraining);
  return {
    id: 'regions',
    title: 'Regions of the brain',
    body: markup`<p class="note">
        Sizes in MNI152 space by a segmentation network, over the brains in which it expects a Dice coefficient of at least
        ${limit} of itself. Cohen's d, the size of the head taken out; within 0.5 an effect is called small. Segmentations
        that can be relied on in every region: ${reliable.map(({ set, reliable: count, of }) => `${set} ${count} of ${of}`).join(', ')}.
      </p>
      <p class="legend" aria-hidden="true">
        <span class="key synthetic">synthetic</span>
        ${hasTraining && markup`<span class="key series-1">training scans</span>`}
      </p>
      <div class="plot">${effectChart(regions)}</div>
      <table>
        <thead>
          <tr>
            <th scope="col">Region</th>
            <th scope="col">Real, ml</th>
            <th scope="col">Synthetic, ml</th>
            <th scope="col">d of size</th>
            ${hasTraining && markup`<th scope="col">training</th>`}
            <th scope="col">Left over right: real, synthetic</th>
            <th scope="col">d of that</th>
          </tr>
        </thead>
        <tbody>
          ${regions.map((row) => regionRow(row, hasTraining))}
        </tbody>
      </table>
      ${
        clouds &&
        clouds.synthetic.distance !== null &&
        markup`<p class="note">
          All regions together, as shares of the head: synthetic brains lie ${cloud(clouds.synthetic)} standard deviations a
          region from the real ones by optimal transport${clouds.training && clouds.training.distance !== null && markup`, training scans ${cloud(clouds.training)}`}.
          It is above 0 between sets of the same people too.
        </p>`
      }
      ${covariate && byCovariate(regions, covariate)}`,
  };
}

/** Volumes by age: a chart a region, slopes and effect sizes; or why there are none. */
function byCovariate(regions: readonly RegionRow[], covariate: NonNullable<RegionData['covariate']>): Html {
  const { name, unit, doubts } = covariate;
  const rows = regions.flatMap(({ region, byCovariate: by }) =>
    by && (by.real ?? by.synthetic) ? [{ region, byCovariate: by }] : [],
  );
  const doubt = doubts.length > 0 && markup`<p class="note">${`${sentence(doubts.join('; '))}.`}</p>`;
  if (rows.length === 0) return markup`<h3>By ${name}</h3>${doubt}`;
  return markup`<h3>By ${name}</h3>
    <p class="note">
      Regression on ${name} and the size of the head; volumes are those of a head of mean size, a dot a brain. The last column is
      Cohen's d in brains of one ${name}.
    </p>
    ${doubt}
    <p class="legend" aria-hidden="true">
      <span class="key real">real</span><span class="key synthetic">synthetic</span>
    </p>
    <div class="groups">
      ${rows.map((row) => markup`<figure class="plot"><figcaption>${row.region}</figcaption>${covariateChart(row, covariate)}</figure>`)}
    </div>
    <table>
      <thead>
        <tr>
          <th scope="col">Region</th>
          <th scope="col">Real, ${unit}</th>
          <th scope="col">Synthetic, ${unit}</th>
          <th scope="col">d at equal ${name}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ region, byCovariate: by }) => markup`<tr>
            <th scope="row">${region}</th>
            <td>${slope(by.real)}</td>
            <td>${slope(by.synthetic)}</td>
            <td>${effect(by.size)}</td>
          </tr>`,
        )}
      </tbody>
    </table>`;
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function slope(fit: CovariateFit | null): string {
  if (!fit) return 'not known';
  const [shown, ...ends] = formatTogether([fit.slope, ...fit.interval], (fit.interval[1] - fit.interval[0]) / 2);
  return `${shown} [${ends.join(', ')}]`;
}

function regionRow({ region, ml, size, sizeOfTraining, asymmetry }: RegionRow, hasTraining: boolean): Html {
  return markup`<tr>
    <th scope="row">${region}</th>
    <td>${spread(ml.real)}</td>
    <td>${spread(ml.synthetic)}</td>
    <td>${effect(size)}</td>
    ${hasTraining && markup`<td>${sizeOfTraining && effect(sizeOfTraining)}</td>`}
    <td>${asymmetry && `${percent(asymmetry.means.real)}, ${percent(asymmetry.means.synthetic)}`}</td>
    <td>${asymmetry && effect(asymmetry)}</td>
  </tr>`;
}

const spread = (of: RegionRow['ml']['real']): string =>
  of ? formatTogether([of.mean, of.deviation], of.deviation).join(' \u00b1 ') : 'not relied on';

const percent = (share: number): string => `${(100 * share).toFixed(1).replace('-', '\u2212')} %`;

const effect = ({ d, interval }: RegionEffect): string => withInterval(d, interval);
const cloud = ({ distance, interval }: CloudDistance): string => withInterval(distance, interval);

function withInterval(value: number | null, interval: RegionEffect['interval']): string {
  if (value === null) return 'too few';
  const [shown, ...ends] = formatTogether([value, ...(interval ?? [])], 0.1);
  return interval ? `${shown} [${ends.join(', ')}]` : shown;
}
