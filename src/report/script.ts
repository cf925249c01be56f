/** The script of the page, plain DOM: the filter of the claims and the sliders of the figures. */
export const SCRIPT = `
'use strict';
const text = document.getElementById('text');
const kind = document.getElementById('kind');
const rows = [...document.querySelectorAll('tr.claim')].map((row) => ({ row, text: row.textContent.toLowerCase() }));
const filterRows = () => {
  const words = text.value.toLowerCase().split(/\\s+/);
  let shown = 0;
  for (const { row, text } of rows) {
    const fits = words.every((word) => text.includes(word)) && (' ' + row.dataset.kinds + ' ').includes(kind.value && ' ' + kind.value + ' ');
    row.hidden = !fits;
    if (fits) shown++;
  }
  for (const section of document.querySelectorAll('section.rows')) {
    section.hidden = section.querySelector('tr.claim:not([hidden])') === null;
  }
  document.getElementById('shown').textContent = shown + ' of ' + rows.length + ' rows';
};
const filter = document.querySelector('.filter');
if (filter !== null) {
  text.addEventListener('input', filterRows);
  kind.addEventListener('change', filterRows);
  filter.hidden = false;
  filterRows();
}

for (const figure of document.querySelectorAll('figure')) {
  const range = figure.querySelector('input[type=range]');
  if (range === null) continue;
  const frames = [...figure.querySelectorAll('.frame')];
  const labels = JSON.parse(range.dataset.labels);
  const show = () => {
    frames.forEach((frame, i) => (frame.hidden = i !== Number(range.value)));
    figure.querySelector('output').textContent = labels[range.value];
    range.setAttribute('aria-valuetext', labels[range.value]);
  };
  range.addEventListener('input', show);
  show();
}

// a box that scrolls can be reached with the keyboard, and one that does not is no stop
const boxes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const scrolls = target.scrollWidth > target.clientWidth;
    if (scrolls) { target.tabIndex = 0; target.setAttribute('role', 'group'); target.setAttribute('aria-label', 'formula'); }
    else for (const name of ['tabindex', 'role', 'aria-label']) target.removeAttribute(name);
  }
});
document.querySelectorAll('.formula').forEach((box) => boxes.observe(box));

const reveal = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target === null) return;
  for (let at = target; at !== null; at = at.parentElement) {
    const details = at.localName === 'tr' ? at.querySelector('details') : at;
    if (details.localName === 'details') details.open = true;
  }
  target.scrollIntoView();
};
addEventListener('hashchange', reveal);
reveal();
`;
