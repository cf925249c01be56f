/// <reference lib="dom" />
/* Runs in the page: every function here is handed over as text, and stands for itself. */

interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface LayoutFaults {
  /** Texts that are not within the width of the viewport. */
  readonly outside: readonly string[];
  /** Pairs of texts of one card that lie on each other. */
  readonly overlapping: readonly string[];
  /** How many texts were looked at. */
  readonly texts: number;
}

/** What is wrong with where the texts of the page are. A formula is one box, and what a box that scrolls hides is not seen. */
export function layoutFaults(): LayoutFaults {
  const clippedTo = (box: Box, element: Element | null): Box | undefined => {
    let { left, right, top, bottom } = box;
    for (let at = element; at !== null; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.clipPath !== 'none') return undefined;
      if (style.overflowX === 'visible') continue;
      const clip = at.getBoundingClientRect();
      [left, right] = [Math.max(left, clip.left), Math.min(right, clip.right)];
      [top, bottom] = [Math.max(top, clip.top), Math.min(bottom, clip.bottom)];
    }
    // half a line of rounding is not seen
    return right - left > 1 && bottom - top > 1 ? { text: box.text, left, right, top, bottom } : undefined;
  };
  const boxesOf = (card: Element): Box[] => {
    const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    const boxes: Box[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const isText = node.nodeType === Node.TEXT_NODE;
      const element = isText ? node.parentElement : (node as Element);
      if (element === null || !element.checkVisibility()) continue;
      const isFormula = element.localName === 'math' && !isText;
      if (!isFormula && (!isText || element.closest('math, script, style, select') !== null)) continue;
      const range = document.createRange();
      range.selectNode(node);
      const text = (node.textContent ?? '').trim().slice(0, 60);
      if (text === '') continue;
      const rects = isFormula ? [element.getBoundingClientRect()] : [...range.getClientRects()];
      for (const { left, right, top, bottom } of rects) {
        const box = clippedTo({ text, left, right, top, bottom }, isFormula ? element.parentElement : element);
        if (box !== undefined) boxes.push(box);
      }
    }
    return boxes;
  };
  const cards = [...document.querySelectorAll('header, nav, .filter, h2, tr, figure')];
  const outside: string[] = [];
  const overlapping: string[] = [];
  let texts = 0;
  for (const card of cards) {
    const boxes = boxesOf(card);
    texts += boxes.length;
    boxes.forEach((a, i) => {
      if (a.left < -0.5 || a.right > document.documentElement.clientWidth + 0.5) outside.push(a.text);
      for (const b of boxes.slice(i + 1)) {
        const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (width > 1 && height > 1 && a.text !== b.text) overlapping.push(`${a.text} | ${b.text}`);
      }
    });
  }
  return { outside, overlapping, texts };
}
