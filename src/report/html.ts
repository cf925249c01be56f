/** A piece of HTML: what is interpolated into it is escaped already. */
export interface Html {
  readonly html: string;
}

type Part = Html | string | number | readonly Html[] | undefined;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML, for elements and quoted attributes. */
export const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c]);

/** Trusted HTML: of KaTeX, of a figure, of this program. */
export const raw = (html: string): Html => ({ html });

function render(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escape(part);
  if (typeof part === 'number') return String(part);
  return 'html' in part ? part.html : part.map(render).join('');
}

/** A template in which texts are escaped, lists are joined and undefined is nothing. */
export const html = (strings: TemplateStringsArray, ...parts: Part[]): Html =>
  raw(strings.reduce((text, string, i) => text + render(parts[i - 1]) + string));
