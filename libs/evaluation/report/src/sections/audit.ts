import { auditChart } from '../charts/audit-chart.ts';
import { markup, type Html } from '../page/html.ts';
import { image } from '../page/image.ts';
import { formatNumber } from '../page/numbers.ts';
import type { AuditData, ClosestPair } from '../report-data.ts';
import type { Section } from './section.ts';

export function auditSection(audit: AuditData | undefined): Section | undefined {
  if (!audit) return undefined;
  const pictured = audit.pairs.filter((pair) => pair.pictures);
  return {
    id: 'memorisation',
    title: 'Memorisation audit',
    body: markup`<p class="notice ${audit.flagged > 0 ? 'warning' : 'good'}">${verdict(audit)}</p>
      <div class="beside">
        <figure class="plot">
          <figcaption>
            Nearest training volume of each
            <span class="legend" aria-hidden="true">
              <span class="key synthetic">synthetic</span> <span class="key real">training, median</span>
            </span>
          </figcaption>
          ${auditChart(audit)}
        </figure>
        <div class="prose">
          <p>
            Distance is (2 &minus; 2r)<sup>1/2</sup>, r the correlation of voxels: 0 for a copy whatever its brightness.
            The ratio compares it with the distances to the next nearest training volumes; a blurred volume is near to
            all of them, a copy to one.
          </p>
          <p>
            Among themselves training volumes have a median distance of ${formatNumber(audit.distance.median)} and ratio
            of ${formatNumber(audit.ratio.median)}. A volume below both ${formatNumber(audit.distance.limit)} and
            ${formatNumber(audit.ratio.limit)} is flagged.
          </p>
        </div>
      </div>
      ${
        pictured.length > 0 &&
        markup`<h3>Closest pairs</h3>
        <div class="pairs">${pictured.map(pairFigure)}</div>`
      }`,
  };
}

function verdict({ flagged, pairs }: AuditData): string {
  if (flagged === 0) return `None of ${pairs.length} synthetic volumes looks like a copy of a training volume.`;
  return `${flagged} of ${pairs.length} synthetic volumes ${flagged === 1 ? 'looks' : 'look'} like a copy of a training volume.`;
}

function pairFigure(pair: ClosestPair): Html {
  const [synthetic, training] = pair.pictures ?? [];
  return markup`<figure class="${pair.flagged ? 'pair flagged' : 'pair'}">
    <div>
      ${synthetic && image(synthetic, `Synthetic volume ${pair.synthetic}`)}
      ${training && image(training, `Training volume ${pair.training}, the nearest`)}
    </div>
    <figcaption>
      <span><span class="key synthetic">${pair.synthetic}</span> <span class="key real">${pair.training}</span></span>
      <span class="remark"
        >distance ${formatNumber(pair.distance)}, ratio ${formatNumber(pair.ratio)}${pair.flagged && ', flagged'}</span
      >
    </figcaption>
  </figure>`;
}
