// What a reader has chosen for all pages: light or dark, with or without code. Runs before the page is drawn, so that nothing flickers.
const choices = (() => {
  const page = document.documentElement, key = name => `ganstability-${name}`;
  // A browser may refuse to keep anything; then a choice holds for this page.
  const kept = name => { try { return localStorage.getItem(key(name)); } catch { return null; } };
  const set = (name, value) => {
    if (value) page.dataset[name] = value; else delete page.dataset[name];
    try { value ? localStorage.setItem(key(name), value) : localStorage.removeItem(key(name)); } catch { }
  };
  for (const name of ['theme', 'code']) if (kept(name)) page.dataset[name] = kept(name);
  return { get: name => page.dataset[name] ?? '', set };
})();
