/** A piece of HTML or SVG that is safe to put into a page as it is. */
export interface Html {
  readonly text: string;
}

type Part = Html | string | number | undefined | false | readonly Part[];

/** Builds HTML; every value that is not HTML already is escaped, lists are joined, `undefined` and `false` vanish. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { text: strings.reduce((text, next, i) => text + textOf(parts[i - 1]) + next) };
}

/** HTML from a trusted source, such as the style sheet. */
export function trusted(text: string): Html {
  return { text };
}

function textOf(part: Part): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return escape(String(part));
  return 'text' in part ? part.text : part.map(textOf).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}
