/** A picture of the page. Its SVG follows dark and light: colours are CSS variables or currentColor, with fallbacks. */
export interface Figure {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  readonly alt: string;
  /** SVG texts; several are frames that the reader scrubs through */
  readonly frames: readonly { readonly label: string; readonly svg: string }[];
}
