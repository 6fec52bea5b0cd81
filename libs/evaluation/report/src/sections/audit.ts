import { auditChart } from '../charts/audit-chart.ts';
import { markup, type Html } from '../page/html.ts';
import { image } from '../page/image.ts';
import { formatNumber } from '../page/numbers.ts';
import type { AuditData, ClosestPair } from '../report-data.ts';
import type { Section } from './section.ts';

export function auditSection(audit: AuditData | undefined): Section | undefined {
  if (!audit) return undefined;
  const { reference } = audit;
  const pictured = audit.pairs.filter((pair) => pair.pictures).sort((a, b) => b.index - a.index);
  return {
    id: 'memorisation',
    title: 'Memorisation audit',
    body: markup`<p class="notice ${audit.flagged > 0 ? 'warning' : 'good'}">${verdict(audit)}</p>
      ${nearer(audit)}
      <div class="beside">
        <figure class="plot">
          <figcaption>
            Nearest training volume of each
            <span class="legend" aria-hidden="true">
              <span class="key synthetic">synthetic</span> <span class="key real">${reference.of}</span>
            </span>
          </figcaption>
          ${auditChart(audit)}
        </figure>
        <div class="prose">
          <p>
            Heads are compared as they lie in the world, mirrored too, after what all training heads share is taken off:
            what remains is a person's own. Its correlation with the nearest training volume, over the whole head or one
            half of it, is near 1 for a copy and near 0 for two people.
          </p>
          <p>
            The index counts standard deviations above what ${reference.n} ${reference.of} reach. Above
            ${formatNumber(reference.limit)}, if the correlation is above ${formatNumber(reference.similarityLimit)}
            too, is flagged; of those ${reference.n} themselves ${reference.flagged} would be.
          </p>
        </div>
      </div>
      ${
        pictured.length > 0 &&
        markup`<h3>Most alike: synthetic, nearest training volume, difference</h3>
        <div class="pairs">${pictured.map(pairFigure)}</div>`
      }`,
  };
}

function verdict({ flagged, pairs }: AuditData): string {
  if (flagged === 0) return `None of ${pairs.length} synthetic volumes looks like a copy of a training volume.`;
  return `${flagged} of ${pairs.length} synthetic volumes ${flagged === 1 ? 'looks' : 'look'} like a copy of a training volume.`;
}

/** What is no copy, but nearer to somebody than people are to one another. */
function nearer({ pairs, reference }: AuditData): Html | undefined {
  const found = pairs.filter(({ index, flagged }) => index > reference.limit && !flagged);
  if (found.length === 0) return undefined;
  const most = Math.max(...found.map(({ similarity }) => similarity));
  return markup`<p class="note">
    ${found.length} of ${pairs.length} ${found.length === 1 ? 'lies' : 'lie'} nearer to a training volume than
    ${reference.of} do, without being a copy (correlation of at most ${formatNumber(most)}): from few scans come mixtures
    of them.
  </p>`;
}

function pairFigure(pair: ClosestPair): Html {
  const [synthetic, training, difference] = pair.pictures ?? [];
  const where = [pair.part === 'whole' ? '' : pair.part, pair.mirrored ? 'mirrored' : ''].filter(Boolean).join(', ');
  return markup`<figure class="${pair.flagged ? 'pair flagged' : 'pair'}">
    <div>
      ${synthetic && image(synthetic, `Synthetic volume ${pair.synthetic}`)}
      ${training && image(training, `Training volume ${pair.training}, the nearest`)}
      ${difference && image(difference, `${pair.synthetic} less ${pair.training}`)}
    </div>
    <figcaption>
      <span><span class="key synthetic">${pair.synthetic}</span> <span class="key real">${pair.training}</span></span>
      <span class="remark"
        >index ${formatNumber(pair.index)}, similarity ${formatNumber(pair.similarity)}${where && `, ${where}`}${
          pair.flagged && ', flagged'
        }</span
      >
    </figcaption>
  </figure>`;
}
