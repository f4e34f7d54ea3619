// Runs the chart loader on pages that stand in for those of Jupyter and of the book, and prints what it asks for and whether it drew: one line of JSON per page.
'use strict';
const { loader, pages } = JSON.parse(require('fs').readFileSync(0, 'utf8'));

function element() {
  return { style: {}, parentNode: { insertBefore() { } }, appendChild() { }, remove() { }, querySelector: () => element(), clientWidth: 100 };
}

async function open(page) {
  const asked = [], drawn = [], defines = [];
  const figure = element();
  figure.querySelector = what => what === 'img' ? element() : { textContent: '{"layout":{"width":100,"height":50}}' };
  // As plotly.js does: whoever offers a module loader gets the library, and nobody else does.
  const library = "/* plotly.js */ if (typeof define === 'function' && define.amd) define([], function () { }); else this.Plotly = { newPlot: function (at, data) { draw(); return Promise.resolve(); } };";
  const window = { addEventListener() { } };
  let define = page.amd ? Object.assign(() => defines.push('called'), { amd: {} }) : undefined;
  Object.defineProperty(window, 'define', { get: () => define, set: value => { defines.push(String(value)); define = value; } });
  const head = {
    appendChild(script) {
      if (script.textContent) new Function('window', 'draw', 'define', script.textContent)(window, () => drawn.push(1), define);
      else setTimeout(() => { asked.push(script.src); script.onerror(); });
      return { remove() { } };
    },
  };
  const document = {
    head,
    baseURI: page.address,
    body: { dataset: page.body ?? {} },
    getElementById: id => id === 'jupyter-config-data' && page.settings ? { textContent: JSON.stringify(page.settings) } : null,
    querySelectorAll: () => [figure],
    createElement: element,
  };
  const fetch = async place => {
    asked.push(place);
    return place === page.lies ? { ok: true, text: async () => library } : page.answersAll ? { ok: true, text: async () => '<html>no such file' } : { ok: false };
  };
  new Function('window', 'document', 'location', 'fetch', 'setTimeout', loader)(window, document, new URL(page.address), fetch, setTimeout);
  await new Promise(resolve => setTimeout(resolve, 50));
  return { requested: asked, drawn: drawn.length, defines };
}

(async () => { for (const page of pages) console.log(JSON.stringify(await open(page))); })();
