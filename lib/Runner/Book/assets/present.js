// The presenter view: the page itself, one slide at a time, from the keyboard. P starts it and Escape ends it; needs nothing but this file.
// Slides are the cells marked in the notebook (metadata.slideshow.slide_type, as in Jupyter). Where none is marked, every heading, every
// prediction and every cell with a figure or a table begins a slide, and the text that reads it belongs to it.
(() => {
  const page = document.documentElement, main = document.querySelector('main');
  if (main.querySelector('.index')) return;
  const designWidth = 1100, smallest = .65;
  let slides = null, at = -1;

  const bar = document.createElement('div');
  bar.className = 'deck';
  bar.innerHTML = '<button data-go="back" aria-label="Previous slide">‹</button><output aria-live="polite"></output><button data-go="on" aria-label="Next slide">›</button>'
    + '<button data-go="code" aria-label="Show or hide code" title="Code (C)">{ }</button><button data-go="leave" aria-label="Leave the presenter view" title="Leave (Esc)">×</button>';
  const start = document.createElement('button');
  start.className = 'present';
  start.textContent = 'Present';
  start.title = 'Presenter view (P). On: → or space. Back: ←. First and last: Home, End. Code: C. Full screen: F. Leave: Esc.';

  function guess(cell) {
    if ('setup' in cell.dataset) return 'skip';
    if (cell.matches('.text')) return cell.querySelector('h1, h2, h3') || /^\s*Predict/.test(cell.textContent) ? 'slide' : '-';
    if (cell.querySelector('figure, .shown img, .shown svg, table')) return 'slide';
    return cell.querySelector('.shown, .stdout, .value, .error') ? '-' : 'skip';
  }

  // A cell of text with several headings is several slides.
  function splitAtHeadings(cell) {
    for (const heading of [...cell.querySelectorAll(':scope > h2, :scope > h3')].reverse()) {
      if (!heading.previousElementSibling) continue;
      const part = document.createElement('section');
      part.className = cell.className;
      while (heading.previousElementSibling && part.firstChild !== heading) part.prepend(cell.lastChild);
      cell.after(part);
    }
  }

  // A cell with several pictures is a slide for each: together they would be too small to see.
  function splitAtPictures(cell) {
    for (const shown of [...cell.querySelectorAll(':scope > .shown:has(figure, img)')].slice(1).reverse()) {
      const part = document.createElement('section');
      part.className = 'cell part';
      while (part.firstChild !== shown) part.prepend(cell.lastChild);
      cell.after(part);
    }
  }

  function collect() {
    const marked = main.querySelector(':scope > [data-slide]') !== null;
    if (!marked) {
      main.querySelectorAll(':scope > .text').forEach(splitAtHeadings);
      main.querySelectorAll(':scope > .cell').forEach(splitAtPictures);
    }
    const list = [];
    for (const cell of main.querySelectorAll(':scope > section')) {
      const kind = marked ? cell.dataset.slide ?? '-' : guess(cell);
      if (kind === 'skip' || kind === 'notes') continue;
      if (list.length && kind === 'fragment') list.push([...list.at(-1), cell]);
      else if (list.length && kind === '-') list.at(-1).push(cell);
      else list.push([cell]);
    }
    return list;
  }

  // As wide as the screen; smaller where it would be too high; where that would be too small to read, it scrolls.
  function fit() {
    if (at < 0) return;
    // Not innerWidth: on a phone that grows with what does not fit.
    const screen = page.clientWidth, wide = screen / Math.min(designWidth, Math.max(screen, 640));
    main.style.transform = '';
    const scale = Math.max(smallest * wide, Math.min(wide, (innerHeight - 56) / main.offsetHeight));
    main.style.transform = `translateX(${(screen - main.offsetWidth * scale) / 2}px) scale(${scale})`;
    document.body.style.height = `${Math.max(innerHeight, main.offsetHeight * scale + 56)}px`;
  }

  function show(index) {
    at = Math.max(0, Math.min(slides.length - 1, index));
    for (const cell of main.children) cell.classList.toggle('on', slides[at].includes(cell));
    bar.querySelector('output').textContent = `${at + 1} / ${slides.length}`;
    history.replaceState(null, '', `#slide-${at + 1}`);
    scrollTo(0, 0);
    fit();
  }

  function enter(index) {
    slides ??= collect();
    if (slides.length === 0) return;
    page.classList.add('presenting');
    show(index);
  }

  function leave() {
    const last = slides[at].at(-1);
    at = -1;
    page.classList.remove('presenting', 'with-code');
    main.style.transform = document.body.style.height = '';
    history.replaceState(null, '', location.pathname + location.search);
    last.scrollIntoView();
  }

  // The slide of the cell that the reader is looking at.
  function here() {
    slides ??= collect();
    const seen = slides.findLastIndex(slide => slide[0].getBoundingClientRect().top < innerHeight / 3);
    return Math.max(0, seen);
  }

  const moves = {
    on: () => scrollY + innerHeight < document.body.offsetHeight - 8 ? scrollBy(0, innerHeight * .8) : show(at + 1),
    back: () => show(at - 1),
    first: () => show(0),
    last: () => show(slides.length - 1),
    code: () => { page.classList.toggle('with-code'); fit(); },
    full: () => document.fullscreenElement ? document.exitFullscreen() : page.requestFullscreen(),
    leave,
  };
  const keys = {
    ArrowRight: 'on', ArrowDown: 'on', PageDown: 'on', ' ': 'on', ArrowLeft: 'back', ArrowUp: 'back', PageUp: 'back',
    Home: 'first', End: 'last', Escape: 'leave', p: 'leave', c: 'code', f: 'full',
  };

  addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, textarea, select')) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (at < 0) {
      if (key === 'p') enter(here());
      return;
    }
    // A button or a folded list that has the focus is pressed by the space bar itself.
    if (key === ' ' && event.target.closest?.('button, summary')) return;
    const move = key === ' ' && event.shiftKey ? 'back' : keys[key];
    if (!move) return;
    event.preventDefault();
    moves[move]();
  });
  bar.addEventListener('click', event => moves[event.target.dataset.go]?.());
  start.addEventListener('click', () => enter(here()));
  addEventListener('resize', fit);
  // Figures grow when their charts are drawn.
  if (window.ResizeObserver) new ResizeObserver(fit).observe(main);

  function follow() {
    const number = /^#slide-(\d+)$/.exec(location.hash);
    if (number) enter(number[1] - 1);
  }
  addEventListener('hashchange', follow);
  document.body.append(bar);
  main.prepend(start);
  follow();
})();
