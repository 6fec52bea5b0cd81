import { scaleLinear } from 'd3-scale';
import { html, type Html } from '../page/html.ts';
import { formatNumber } from '../page/numbers.ts';
import type { AuditData } from '../report-data.ts';

const width = 420;
const height = 280;
const margin = { left: 52, right: 14, top: 14, bottom: 44 };

/** Each synthetic volume by its distance to the nearest training volume and by how that compares with the next ones. */
export function auditChart({ pairs, distance, ratio }: AuditData): Html {
  const x = scaleLinear()
    .domain([0, 1.08 * Math.max(distance.median, ...pairs.map((pair) => pair.distance))])
    .range([margin.left, width - margin.right]);
  const y = scaleLinear()
    .domain([0, Math.max(1, ...pairs.map((pair) => pair.ratio))])
    .range([height - margin.bottom, margin.top]);
  const [limitX, limitY] = [x(Math.max(0, distance.limit)), y(Math.max(0, ratio.limit))];
  const flagged = pairs.filter((pair) => pair.flagged).length;
  return html`<svg
    class="audit"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label="${pairs.length} synthetic volumes, ${flagged} of them in the region of copies: distance below ${formatNumber(
      distance.limit,
    )} and ratio below ${formatNumber(ratio.limit)}"
  >
    <rect
      class="danger"
      x="${margin.left}"
      y="${limitY.toFixed(1)}"
      width="${(limitX - margin.left).toFixed(1)}"
      height="${(height - margin.bottom - limitY).toFixed(1)}"
    />
    <text class="danger-name" x="${margin.left + 8}" y="${height - margin.bottom - 9}">copies</text>
    ${y
      .ticks(5)
      .map(
        (tick) =>
          html`<g class="tick"
            ><line
              x1="${margin.left}"
              x2="${width - margin.right}"
              y1="${y(tick).toFixed(1)}"
              y2="${y(tick).toFixed(1)}"
            />
            <text class="end" x="${margin.left - 7}" y="${(y(tick) + 4).toFixed(1)}">${formatNumber(tick)}</text></g
          >`,
      )}
    ${x
      .ticks(5)
      .map(
        (tick) =>
          html`<g class="tick"
            ><text x="${x(tick).toFixed(1)}" y="${height - margin.bottom + 18}">${formatNumber(tick)}</text></g
          >`,
      )}
    <line
      class="axis"
      x1="${margin.left}"
      x2="${width - margin.right}"
      y1="${height - margin.bottom}"
      y2="${height - margin.bottom}"
    />
    <path class="real-cross" d="M${x(distance.median).toFixed(1)},${(y(ratio.median) - 6).toFixed(1)}v12m-6,-6h12" />
    ${pairs.map(
      (pair) =>
        html`<circle
          class="${pair.flagged ? 'dot flagged' : 'dot'}"
          cx="${x(pair.distance).toFixed(1)}"
          cy="${y(pair.ratio).toFixed(1)}"
          r="4.5"
          ><title>${pair.synthetic}, nearest ${pair.training}</title></circle
        >`,
    )}
    <text class="axis-name" x="${(margin.left + width - margin.right) / 2}" y="${height - 6}">
      distance to nearest training volume
    </text>
    <text class="axis-name" transform="translate(13,${(height - margin.bottom + margin.top) / 2}) rotate(-90)">
      ratio to the next nearest
    </text>
  </svg>`;
}
