/** A name, then attributes in double quotes without "<", and without "&" but in entities. */
const TEXT = '(?:[^<&"]|&(?:amp|lt|gt|quot|apos|#\\d+|#x[0-9a-f]+);)*';
const TAG = new RegExp(`^<(/?)([A-Za-z][\\w:-]*)((?:\\s+[A-Za-z_][\\w:-]*="${TEXT}")*)\\s*(/?)>`);
const CONTENT = new RegExp(`^${TEXT.replace('"', '')}$`);

/** Why a text is not one well-formed XML element, or undefined: no more of XML than SVG files of ours need, and strict. */
export function notWellFormed(xml: string): string | undefined {
  const open: string[] = [];
  let at = 0;
  while (at < xml.length) {
    const start = xml.indexOf('<', at);
    if (start < 0) return `text after the last element: ${xml.slice(at, at + 40)}`;
    const content = xml.slice(at, start);
    if (!CONTENT.test(content)) return `a stray & in ${content.slice(0, 40)}`;
    if (content !== '' && open.length === 0) return `text outside of the root: ${content.slice(0, 40)}`;
    const tag = TAG.exec(xml.slice(start));
    if (tag === null) return `no tag: ${xml.slice(start, start + 80)}`;
    const [whole, closing, name, attributes, empty] = tag;
    const names = [...attributes.matchAll(/\s([A-Za-z_][\w:-]*)="/g)].map((match) => match[1]);
    if (new Set(names).size < names.length) return `an attribute twice: ${whole.slice(0, 80)}`;
    if (closing !== '') {
      if (open.pop() !== name) return `</${name}> closes another element`;
    } else if (empty === '') open.push(name);
    at = start + whole.length;
    if (open.length === 0 && at < xml.length) return `more than one root: ${xml.slice(at, at + 40)}`;
  }
  return open.length > 0 ? `<${open[open.length - 1]}> is never closed` : undefined;
}
