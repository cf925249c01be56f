import { parseHTML } from 'linkedom';

/** A text of an SVG: where it starts to be laid out, and a low estimate of the room it takes. */
export interface PlacedText {
  readonly text: string;
  readonly size: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Of a high estimate: what is cut off at an edge is not in here. */
  readonly outer: { readonly left: number; readonly right: number };
}

/** What is used of an element of the DOM. */
interface Placing {
  readonly parentElement: Placing | null;
  getAttribute(name: string): string | null;
}

/** Width of a character and height of a text beside its font size: less than what common fonts take, so that what clashes here does so in all of them. */
const [WIDE, HIGH] = [0.46, 0.7];
/** Width of a character in texts of the widest of common fonts: by this nothing must be cut off. */
const WIDEST = 0.58;

/** Texts of one of our SVGs, which place them by `translate`, `x`, `y` in em or user units and a text-anchor. */
export function textsOf(svg: string): PlacedText[] {
  const { document } = parseHTML(svg);
  return [...document.querySelectorAll('text')].map((element) => {
    let [x, y] = [0, 0];
    let size: number | undefined;
    let anchor: string | undefined;
    for (let one: Placing | null = element; one !== null; one = one.parentElement) {
      const [, dx = 0, dy = 0] = /translate\(([-\d.]+),([-\d.]+)\)/.exec(one.getAttribute('transform') ?? '') ?? [];
      [x, y] = [x + Number(dx), y + Number(dy)];
      size ??= Number(one.getAttribute('font-size')) || undefined;
      anchor ??= one.getAttribute('text-anchor') ?? undefined;
    }
    const fontSize = size ?? 16;
    const em = /^([-\d.]+)em$/.exec(element.getAttribute('y') ?? '');
    const base = y + (em === null ? 0 : Number(em[1]) * fontSize);
    const text = [...element.childNodes]
      .flatMap((node) => (node.nodeType === 3 ? [node.textContent ?? ''] : []))
      .join('');
    const characters = [...text.replace(/\p{M}/gu, '')].length;
    const between = (width: number): { left: number; right: number } => {
      const left = x - (anchor === 'start' ? 0 : anchor === 'end' ? width : width / 2);
      return { left, right: left + width };
    };
    const outer = between(characters * WIDEST * fontSize);
    const inner = between(characters * WIDE * fontSize);
    return { text, size: fontSize, ...inner, top: base - HIGH * fontSize, bottom: base, outer };
  });
}

/** Pairs of texts that overlap, and texts that leave the picture. */
export function clashes(svg: string): string[] {
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  const texts = textsOf(svg);
  const outside = texts.filter(
    ({ outer, top, bottom }) => outer.left < 0 || top < 0 || outer.right > Number(width) || bottom > Number(height),
  );
  const pairs = texts.flatMap((t, i) =>
    texts
      .slice(i + 1)
      .filter((u) => t.left < u.right && u.left < t.right && t.top < u.bottom && u.top < t.bottom)
      .map((u) => `${t.text} | ${u.text}`),
  );
  return [...outside.map(({ text }) => `${text} leaves the picture`), ...pairs];
}
