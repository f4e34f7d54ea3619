// Searches the sections of the book, in this browser and without a server. The index is loaded when somebody first goes to the field.
(() => {
  const place = document.querySelector('.bar search');
  place.innerHTML = '<input type="search" placeholder="Search ( / )" aria-label="Search the book" aria-controls="found" autocomplete="off" spellcheck="false">'
    + '<div id="found" hidden><p role="status"></p><ol></ol></div>';
  const field = place.querySelector('input'), found = place.querySelector('#found'), list = found.querySelector('ol'), status = found.querySelector('p');

  // Words, and single signs of Chinese, which has no blanks between words.
  const words = text => text.match(/\p{Script=Han}|[\p{L}\p{N}_]+/gu) ?? [];
  const load = file => new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = file;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  let index = null;
  const ready = () => index ??= Promise.all([load('assets/minisearch/minisearch.js'), load('search-index.js')]).then(() => {
    const search = new MiniSearch({
      fields: ['title', 'chapter', 'text', 'code'],
      tokenize: words,
      searchOptions: { tokenize: words, combineWith: 'AND', prefix: word => word.length > 1, fuzzy: word => word.length > 4 ? .15 : 0, boost: { title: 5, chapter: 3, text: 2 } },
    });
    search.addAll(bookSections);
    return search;
  });

  // The piece of a section round the first word that was found, with all of them marked.
  function excerpt(section, terms) {
    const any = new RegExp(`(${terms.map(t => t.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`, 'giu');
    const source = [section.text, section.code].find(t => t.search(any) >= 0) ?? section.text;
    const from = Math.max(0, source.search(any) - 50), start = from === 0 ? 0 : source.indexOf(' ', from) + 1;
    const line = document.createElement('span');
    const piece = (start > 0 ? '… ' : '') + source.slice(start, start + 160) + (start + 160 < source.length ? ' …' : '');
    for (const [i, part] of piece.split(any).entries()) {
      const node = i % 2 ? document.createElement('mark') : document.createElement('span');
      node.textContent = part;
      line.append(node);
    }
    return line;
  }

  async function search() {
    const query = field.value.trim();
    found.hidden = query.length === 0;
    if (found.hidden) return;
    let results;
    try { results = (await ready()).search(query); } catch { status.textContent = 'The search needs the files beside this page.'; return; }
    if (field.value.trim() !== query) return;
    status.textContent = results.length === 0 ? 'Nothing found.' : `${results.length} section${results.length === 1 ? '' : 's'}`;
    list.replaceChildren(...results.slice(0, 20).map(result => {
      const section = bookSections[result.id], item = document.createElement('li'), link = document.createElement('a'), title = document.createElement('b');
      title.textContent = section.title || section.chapter;
      link.href = section.page + (section.anchor ? `#${section.anchor}` : '');
      link.append(title, section.title ? ` ${section.chapter}` : '', excerpt(section, Object.keys(result.match)));
      item.append(link);
      return item;
    }));
  }

  const close = () => { found.hidden = true; };
  field.addEventListener('focus', () => { ready().catch(() => {}); search(); });
  field.addEventListener('input', search);
  list.addEventListener('click', close);
  addEventListener('pointerdown', event => place.contains(event.target) || close());
  place.addEventListener('focusout', event => event.relatedTarget && !place.contains(event.relatedTarget) && close());
  place.addEventListener('keydown', event => {
    const links = [...list.querySelectorAll('a')], at = links.indexOf(document.activeElement);
    if (event.key === 'Escape') { close(); field.value = ''; field.focus(); }
    else if (event.key === 'ArrowDown') (links[at + 1] ?? links[0])?.focus();
    else if (event.key === 'ArrowUp') (at > 0 ? links[at - 1] : field).focus();
    else if (event.key === 'Enter' && event.target === field) links[0]?.click();
    else return;
    event.preventDefault();
  });
  addEventListener('keydown', event => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, textarea, select')) return;
    if (document.documentElement.classList.contains('presenting')) return;
    event.preventDefault();
    field.focus();
  });
})();
