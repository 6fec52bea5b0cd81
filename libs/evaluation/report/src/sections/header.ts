import { markup, type Html } from '../page/html.ts';
import { formatSeconds, formatSetting } from '../page/numbers.ts';
import type { ReportData } from '../report-data.ts';
import type { Section } from './section.ts';

export function header(data: ReportData, sections: readonly Section[]): Html {
  const { title, lead, warnings = [], run } = data;
  const facts: [string, string | undefined][] = [
    ['Real volumes', countOf(data, 'real')],
    ['Synthetic volumes', countOf(data, 'synthetic')],
    ['Computed by', run.engine === undefined ? undefined : formatSetting(run.engine)],
    ['Time', typeof run.seconds === 'number' ? formatSeconds(run.seconds) : undefined],
    ['Seed', run.seed === undefined ? undefined : String(run.seed)],
  ];
  return markup`<header>
    <p class="kicker">Braingen report <time datetime="${data.created}">${dayOf(data.created)}</time></p>
    <h1>${title}</h1>
    ${lead && markup`<p class="lead">${lead}</p>`}
    <dl class="facts">
      ${facts.map(
        ([name, value]) =>
          value !== undefined &&
          markup`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${
      warnings.length > 0 &&
      markup`<aside class="notice warning" aria-label="Warnings">
      ${warnings.map((warning) => markup`<p>${warning}</p>`)}
    </aside>`
    }
    <nav aria-label="Contents">${sections.map((section) => markup`<a href="#${section.id}">${section.title}</a>`)}</nav>
  </header>`;
}

function countOf(data: ReportData, set: 'real' | 'synthetic'): string | undefined {
  const count = data[set]?.total ?? data.metrics[0]?.n[set];
  return count === undefined ? undefined : String(count);
}

/** The day in words, in UTC so that a report reads the same everywhere. */
function dayOf(created: string): string {
  const date = new Date(created);
  return Number.isNaN(date.getTime())
    ? created
    : new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}
