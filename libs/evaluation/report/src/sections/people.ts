import { markup } from '../page/html.ts';
import type { People } from '../report-data.ts';
import type { Section } from './section.ts';

/** Names shown without opening the list. */
const shown = 12;

export function peopleSection(people: readonly People[] | undefined): Section | undefined {
  if (!people || people.length === 0) return undefined;
  return {
    id: 'people',
    title: 'Who was in which set',
    body: markup`<dl class="sets">
      ${people.map(
        ({ set, what, names }) => markup`<div>
          <dt>${set} <span class="remark">${names.length}</span></dt>
          <dd>
            ${what}
            ${
              names.length <= shown
                ? markup`<p class="names">${names.join(', ')}</p>`
                : markup`<details><summary>Names</summary><p class="names">${names.join(', ')}</p></details>`
            }
          </dd>
        </div>`,
      )}
    </dl>`,
  };
}
