// The presenter view: the page itself, one slide at a time, from the keyboard. P starts it and Escape ends it.
//
// Slides are the cells marked in the notebook (metadata.slideshow.slide_type, as in Jupyter), and every heading. Where none is marked, every
// prediction and every cell with a figure or a table begins a slide. What a slide holds comes in steps: code that is shown, then what it
// gave, then the text that reads it. A slide that would be too small to read from the back row goes on on a further sheet.
(() => {
  const page = document.documentElement, main = document.querySelector('main');
  if (main.querySelector('.index, .front')) return;
  const designWidth = 1100, smallest = .8, smallestFigure = .492, room = 48;
  let slides = null, at = -1, sheets = [], sheet = 0, step = 0;

  const bar = document.createElement('div');
  bar.className = 'deck';
  const button = (go, text, label) => `<button type="button" data-go="${go}" aria-label="${label}" title="${label}">${text}</button>`;
  bar.innerHTML = button('back', '‹', 'Previous (←)') + '<output aria-live="polite"></output>' + button('on', '›', 'Next (→)')
    + button('code', '{ }', 'Show or hide code (C)') + (main.dataset.notes ? button('notes', '✎', 'Notes of the instructor guide (N)') : '') + button('leave', '×', 'Leave (Esc)');
  const start = document.createElement('button');
  start.type = 'button';
  start.textContent = 'Present';
  start.title = 'Presenter view (P). On: → or space. Back: ←. First and last: Home, End. Code: C. Notes: N. Full screen: F. Leave: Esc.';

  const shows = '.shown, figure, .stdout, .value, .error', pictures = 'figure, img, svg, table';
  const begins = (element, words) => words.test(element.textContent.trimStart());

  function kindOf(section) {
    if ('setup' in section.dataset) return 'skip';
    if (section.matches('.text')) return begins(section, /^Predict/) ? 'slide' : '-';
    if ([...section.querySelectorAll(':scope > .shown')].some(shown => shown.querySelector(pictures))) return 'slide';
    return section.querySelector(shows) || 'showCode' in section.dataset ? '-' : 'skip';
  }

  // A long list is shown point by point, and several figures of one output figure by figure, so that they can go on on a further sheet.
  const items = element => {
    if (element.matches('ul, ol') && element.textContent.length > 500) return [...element.children];
    const figures = element.matches('.shown') ? [...element.querySelectorAll('figure')] : [];
    return figures.length > 1 ? figures : [element];
  };

  // How a cell went (steps, seeds, what is stored) is no part of a slide where the cell goes on to a picture or a table.
  const reports = (section, element) => element.matches('.shown') && !element.querySelector(`[class], ${pictures}`)
    && section.querySelector(`:scope > .shown :is(${pictures})`);

  // Two outputs of one cell, each a square of generated pictures, stand side by side. Charts do not: their letters would be too small.
  function beside(section) {
    const shown = [...section.querySelectorAll(':scope > .shown')].filter(element => !reports(section, element));
    const square = element => element.querySelectorAll('figure').length === 1 && !element.querySelector('script, table')
      && element.querySelector('.gs-figure').style.maxWidth === '640px';
    section.classList.toggle('beside', shown.length === 2 && shown.every(square));
  }

  // The parts of the page that stand on slides, each with what it begins: a slide, a step, or nothing.
  function collect() {
    const marked = main.querySelector(':scope > [data-slide]') !== null, list = [];
    for (const section of main.querySelectorAll(':scope > section')) {
      const kind = marked ? section.dataset.slide ?? '-' : kindOf(section);
      if (kind === 'skip' || kind === 'notes') continue;
      let seen = false, lastHeading = false;
      beside(section);
      for (const [i, element] of [...section.children].filter(child => !child.matches('a:empty') && !reports(section, child)).flatMap(items).entries()) {
        let begun = i > 0 ? '-' : kind === 'fragment' ? 'step' : kind === 'slide' || kind === 'subslide' ? 'slide' : '-';
        if (section.matches('.text')) {
          const heading = element.matches('h1, h2, h3');
          if (heading && !lastHeading) begun = 'slide';
          else if (begins(element, marked && i > 0 ? /^(Read the|Answer|Solution|Predict)/ : /^(Read the|Answer|Solution)/)) begun = 'step';
          lastHeading = heading;
        } else if (element.matches(shows)) {
          // Code that is shown comes before what it gives; of several pictures each comes by itself.
          if (seen || 'showCode' in section.dataset) begun = 'step';
          seen ||= element.matches(shows);
        }
        const part = { section, element, begun };
        if (begun === 'slide' || list.length === 0) list.push([part]); else list.at(-1).push(part);
      }
    }
    return list;
  }

  function turnOn(parts, later = []) {
    const sections = new Set(parts.map(part => part.section));
    for (const section of main.children) {
      section.classList.toggle('on', sections.has(section));
      for (const element of sections.has(section) ? section.children : []) {
        const own = items(element);
        for (const item of own) {
          item.classList.toggle('off', !parts.some(part => part.element === item));
          item.classList.toggle('later', later.some(part => part.element === item));
        }
        if (own[0] !== element) element.classList.toggle('off', own.every(item => item.classList.contains('off')));
      }
    }
  }

  const wide = () => page.clientWidth / Math.min(designWidth, Math.max(page.clientWidth, 640));

  // As many parts on a sheet as can be read there; a part that is too high alone is scrolled.
  function divide(parts) {
    main.style.transform = main.style.width = '';
    turnOn(parts);
    const most = (innerHeight - room) / (smallest * wide()) - 40, list = [];
    let top = 0, unseen = [];
    for (const part of parts) {
      const box = part.element.getBoundingClientRect();
      // What is hidden (code) stands before what it gives.
      if (box.height === 0) { unseen.push(part); continue; }
      if (list.length === 0 || box.bottom - top > most && !list.at(-1).every(p => p.element.matches('h1, h2, h3'))) {
        list.push([]);
        top = box.top;
      }
      list.at(-1).push(...unseen, part);
      unseen = [];
    }
    list.at(-1)?.push(...unseen);
    return list.length > 0 ? list : [parts];
  }

  // As wide as the screen; smaller where it would be too high, but never too small to be read. A figure alone may be smaller than text, so
  // that its player is in sight.
  function fit() {
    if (at < 0) return;
    // Not innerWidth: on a phone that grows with what does not fit.
    const screen = page.clientWidth;
    main.style.transform = main.style.width = '';
    const seen = sheets[sheet].map(part => part.element).filter(element => element.offsetHeight > 0);
    const bodies = seen.filter(element => !element.matches('h1, h2, h3'));
    const alone = bodies.length === 1 && bodies[0].matches('.shown, figure') && !bodies[0].querySelector('table');
    const least = wide() * (alone ? smallestFigure : smallest);
    // A wide table gets the width that it needs, as far as it can still be read.
    const more = Math.max(0, ...seen.map(element => element.scrollWidth - element.clientWidth));
    if (more > 0) main.style.width = `${Math.min(main.offsetWidth + more, screen / least)}px`;
    const full = screen / main.offsetWidth;
    const scale = Math.max(Math.min(least, full), Math.min(full, wide(), (innerHeight - room) / main.offsetHeight));
    main.style.transform = `translateX(${(screen - main.offsetWidth * scale) / 2}px) scale(${scale})`;
    document.body.style.height = `${Math.max(innerHeight, main.offsetHeight * scale + room)}px`;
  }

  // The places in a sheet before which the presenter waits: not before the first thing to be seen.
  const stops = () => {
    const first = sheets[sheet].findIndex(part => part.element.offsetHeight > 0);
    return sheets[sheet].flatMap((part, i) => i > first && part.begun === 'step' ? [i] : []);
  };

  function draw() {
    const parts = sheets[sheet];
    turnOn(parts);
    turnOn(parts, parts.slice(stops()[step] ?? parts.length));
    const letter = sheets.length > 1 ? String.fromCharCode(97 + sheet) : '';
    bar.querySelector('output').textContent = `${at + 1}${letter} / ${slides.length}`;
    fit();
  }

  function show(index, end = false) {
    at = Math.max(0, Math.min(slides.length - 1, index));
    sheets = divide(slides[at]);
    sheet = end ? sheets.length - 1 : 0;
    step = end ? stops().length : 0;
    history.replaceState(null, '', `#slide-${at + 1}`);
    scrollTo(0, 0);
    draw();
  }

  function on() {
    if (step < stops().length) { step++; return draw(); }
    if (scrollY + innerHeight < document.body.offsetHeight - 8) return scrollBy(0, innerHeight * .8);
    if (sheet < sheets.length - 1) { sheet++; step = 0; scrollTo(0, 0); return draw(); }
    if (at < slides.length - 1) show(at + 1);
  }

  function back() {
    if (sheet > 0) { sheet--; step = stops().length; scrollTo(0, 0); return draw(); }
    if (at > 0) show(at - 1, true);
  }

  function enter(index) {
    slides ??= collect();
    if (slides.length === 0) return;
    page.classList.add('presenting');
    show(index);
  }

  function leave() {
    const last = sheets[sheet][0].element;
    at = -1;
    page.classList.remove('presenting', 'with-code');
    main.style.transform = main.style.width = document.body.style.height = '';
    for (const element of main.querySelectorAll('.off, .later')) element.classList.remove('off', 'later');
    history.replaceState(null, '', location.pathname + location.search);
    last.scrollIntoView();
  }

  // The slide that the reader is looking at.
  function here() {
    slides ??= collect();
    return Math.max(0, slides.findLastIndex(slide => slide[0].element.getBoundingClientRect().top < innerHeight / 3));
  }

  const moves = {
    on, back, leave,
    first: () => show(0),
    last: () => show(slides.length - 1),
    code: () => { page.classList.toggle('with-code'); const s = sheet; show(at); sheet = Math.min(s, sheets.length - 1); draw(); },
    notes: () => main.dataset.notes && open(main.dataset.notes, 'ganstability-notes', 'width=900,height=700'),
    full: () => document.fullscreenElement ? document.exitFullscreen() : page.requestFullscreen(),
  };
  const keys = {
    ArrowRight: 'on', ' ': 'on', PageDown: 'on', ArrowDown: 'on', Enter: 'on', ArrowLeft: 'back', ArrowUp: 'back', PageUp: 'back', Backspace: 'back',
    Home: 'first', End: 'last', c: 'code', n: 'notes', f: 'full', Escape: 'leave', p: 'leave',
  };

  addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, textarea, select')) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (at < 0) {
      if (key === 'p') enter(here());
      return;
    }
    // What has the focus is pressed by these keys itself.
    if ((key === ' ' || key === 'Enter') && event.target.closest?.('a, button, summary')) return;
    const move = key === ' ' && event.shiftKey ? 'back' : keys[key];
    if (!move) return;
    event.preventDefault();
    moves[move]();
  });
  bar.addEventListener('click', event => moves[event.target.closest('button')?.dataset.go]?.());
  start.addEventListener('click', () => { enter(here()); document.activeElement.blur(); });
  addEventListener('resize', () => { if (at >= 0) show(at); });
  // Figures grow when their charts are drawn.
  if (window.ResizeObserver) new ResizeObserver(fit).observe(main);

  function follow() {
    const number = /^#slide-(\d+)$/.exec(location.hash);
    if (number) enter(number[1] - 1);
  }
  addEventListener('hashchange', follow);
  document.body.append(bar);
  document.querySelector('.bar .tools').prepend(start);
  follow();
})();
