import { html, raw, type Html } from './html.js';
import { SCRIPT } from './script.js';
import { STYLE } from './style.js';

/** Nothing is loaded from anywhere: the page is one file. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/** A page of this project, as one HTML file with its style and its script. */
export const htmlDocument = (title: string, body: Html): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>margin-laws: ${title}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        ${body}
        <script>
          ${raw(SCRIPT)};
        </script>
      </body>
    </html> `.html;
