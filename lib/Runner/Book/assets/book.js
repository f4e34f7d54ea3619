// The tools of a page: light or dark, code shown or not, copying. Without scripts a page lacks them and loses nothing else.

// On a narrow screen the list of chapters starts closed.
if (matchMedia('(max-width: 70rem)').matches) document.querySelector('nav > details').open = false;
// On a wide one the chapter that is open is in view.
document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'center' });

const tools = document.querySelector('.bar .tools');
function tool(text, title, act) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text;
  button.title = title;
  button.addEventListener('click', () => act(button));
  tools.append(button);
  return button;
}

if (document.querySelector('pre.code')) {
  const show = () => code.setAttribute('aria-pressed', String(!choices.get('code')));
  const code = tool('Code', 'Show or hide the code', () => { choices.set('code', choices.get('code') ? '' : 'hidden'); show(); });
  show();
}

const themes = ['', 'light', 'dark'], named = { '': 'Auto', light: 'Light', dark: 'Dark' };
const theme = tool('', 'Light or dark, or as the system says', () => {
  choices.set('theme', themes[(themes.indexOf(choices.get('theme')) + 1) % themes.length]);
  tell();
});
function tell() {
  const name = named[choices.get('theme')];
  theme.textContent = `◐ ${name}`;
  theme.setAttribute('aria-label', `Theme: ${name}`);
}
tell();

// Copying code. A page that was opened as a file has no clipboard of its own in every browser; the old way serves there.
async function copy(text) {
  try { await navigator.clipboard.writeText(text); return true; } catch { }
  const field = document.createElement('textarea');
  field.value = text;
  field.style.cssText = 'position:fixed;opacity:0';
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  return done;
}
for (const code of document.querySelectorAll('pre.code')) {
  const box = document.createElement('div'), button = document.createElement('button');
  box.className = 'codebox';
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    button.textContent = await copy(code.textContent) ? 'Copied' : 'Not allowed';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  });
  code.replaceWith(box);
  box.append(code, button);
}

// Sentences in a table may be broken into lines; numbers may not.
for (const cell of document.querySelectorAll('.gs-table tbody td')) {
  if (cell.textContent.length > 32) cell.classList.add('long');
}

// What is wider than the page scrolls, and the keyboard must reach it.
const sideways = () => {
  for (const box of document.querySelectorAll('.shown, .text table, .katex-display, pre')) {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0; else box.removeAttribute('tabindex');
  }
};
sideways();
addEventListener('resize', sideways);

// An address that leads into something folded opens it.
function unfold() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let at = target; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
}
unfold();
addEventListener('hashchange', unfold);

// Paper cannot be clicked: what is folded on the screen is printed.
let opened = [];
addEventListener('beforeprint', () => {
  opened = [...document.querySelectorAll('main details:not([open])')];
  for (const details of opened) details.open = true;
});
addEventListener('afterprint', () => {
  for (const details of opened) details.open = false;
});

// Charts that other tools have stored as JSON. Without plotly.js beside the page their sentence stays.
const charts = document.querySelectorAll('.plotly-json');
if (charts.length > 0) {
  const script = document.createElement('script');
  script.src = 'plotly.min.js';
  script.onload = () => {
    for (const chart of charts) {
      const { data, layout, config } = JSON.parse(chart.querySelector('script').textContent);
      const place = document.createElement('div');
      chart.after(place);
      Plotly.newPlot(place, data ?? [], layout ?? {}, { responsive: true, ...config }).then(() => chart.remove(), () => place.remove());
    }
  };
  document.head.append(script);
}
