// Walks through the slide show of the page, as → does, and says what of it cannot be seen or read. For BrowserTests.
// Sizes are shares of the height of the screen: letters of 1/45 are read from the back row, those in a figure by itself of 1/90.
window.walk = () => {
  const press = key => document.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  const label = () => document.querySelector('.deck output').textContent;
  const main = document.querySelector('main'), faults = [], seen = [];
  const figureLetters = 14, textLetters = 18;
  press('p');
  press('Home');
  for (let last = '', i = 0; i < 900; i++, press('ArrowRight')) {
    const state = `${label()} ${scrollY} ${document.querySelectorAll('.later').length}`;
    if (state === last) break;
    last = state;
    if (seen.includes(label())) continue;
    seen.push(label());
    const scale = new DOMMatrix(getComputedStyle(main).transform).a;
    const parts = [...document.querySelectorAll('.on > :not(.off)')]
      .flatMap(part => part.matches('.shown') && part.querySelector('figure + figure, figure ~ figure') ? [...part.querySelectorAll('figure:not(.off)')] : [part])
      .filter(part => part.offsetHeight > 0);
    const bodies = parts.filter(part => !part.matches('h1, h2, h3'));
    const name = `slide ${label()} (${parts[0]?.textContent.trim().slice(0, 40)})`, alone = bodies.length === 1 && bodies[0].matches('.shown, figure') && !bodies[0].querySelector('table');
    if (parts.length === 0) faults.push(`${name} shows nothing`);
    if (bodies.length > 0 && bodies.every(part => !part.querySelector('img, figure, table')
        && /^Stored methods|steps, (seed|\d+ seeds from) \d+, on \w+$/.test(part.textContent.trim())))
      faults.push(`${name} says only how a cell went`);
    const letters = (alone ? figureLetters : textLetters) * scale / innerHeight;
    if (letters < (alone ? 1 / 90 : 1 / 45)) faults.push(`${name}: letters of 1/${Math.round(1 / letters)} of the screen`);
    // What is too high must be one thing, code or a table, that → scrolls through.
    const over = main.offsetHeight * scale - innerHeight;
    if (over > 2 && !(bodies.length === 1 && (bodies[0].matches('.codebox, table') || bodies[0].querySelector('table'))))
      faults.push(`${name} is ${Math.round(over)} pixels too high`);
    for (const part of parts) {
      const box = part.getBoundingClientRect();
      if (part.scrollWidth > part.clientWidth + 1 || box.right > innerWidth + 1) faults.push(`${name}: ${part.className || part.tagName} is cut off`);
    }
  }
  const count = +label().split('/')[1];
  const missed = Array.from({ length: count }, (_, i) => i + 1).filter(n => !seen.some(one => parseInt(one) === n));
  if (missed.length > 0) faults.push(`slides ${missed} were not reached`);
  if (document.querySelectorAll('.later').length > 0) faults.push('something is still hidden at the end');
  press('Escape');
  return { count, sheets: seen.length, faults };
};
