// Shows the meaning of a term while the pointer rests on it or the keyboard stands on it; Escape puts it away.
(() => {
  const card = document.createElement('div');
  card.className = 'meaning';
  card.id = 'meaning';
  card.role = 'tooltip';
  card.hidden = true;
  document.body.append(card);
  let shown = null, leaving = 0;

  function show(term) {
    const meaning = document.getElementById(term.dataset.term);
    if (!meaning) return;
    clearTimeout(leaving);
    hide();
    card.innerHTML = meaning.innerHTML;
    card.hidden = false;
    shown = term;
    term.setAttribute('aria-describedby', card.id);
    // Below the term, above it where there is no room, and never beyond the edge.
    const at = term.getBoundingClientRect(), { offsetWidth: width, offsetHeight: height } = card;
    card.style.left = `${Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8))}px`;
    card.style.top = `${at.bottom + height + 8 < innerHeight ? at.bottom + 4 : Math.max(4, at.top - height - 4)}px`;
  }
  function hide() {
    card.hidden = true;
    shown?.removeAttribute('aria-describedby');
    shown = null;
  }
  // The pointer may move onto the card, to read it or to copy from it.
  const leave = () => { clearTimeout(leaving); leaving = setTimeout(hide, 250); };
  card.addEventListener('pointerenter', () => clearTimeout(leaving));
  card.addEventListener('pointerleave', leave);
  for (const term of document.querySelectorAll('a.term')) {
    term.addEventListener('pointerenter', event => event.pointerType === 'mouse' && show(term));
    term.addEventListener('pointerleave', leave);
    term.addEventListener('focus', () => term.matches(':focus-visible') && show(term));
    term.addEventListener('blur', leave);
  }
  addEventListener('scroll', hide, { passive: true });
  addEventListener('keydown', event => {
    if (event.key !== 'Escape' || card.hidden) return;
    hide();
    event.stopImmediatePropagation();
  }, { capture: true });
})();
