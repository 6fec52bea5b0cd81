import { markup, type Html } from '../page/html.ts';

/** A part of the page that the contents can point to. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Html;
}

export function sectionMarkup({ id, title, body }: Section): Html {
  return markup`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${body}
  </section>`;
}
