// The glossary in three orders: by topic as it is written, by the English terms, by the Chinese ones.
(() => {
  const rows = [...document.querySelectorAll('tr[id^="term-"]')];
  if (rows.length === 0) return;
  const homes = rows.map(row => row.parentNode), topics = [...new Set(rows.map(row => row.closest('section')))];
  const english = row => row.querySelector('strong').textContent, chinese = row => row.cells[0].querySelector('[lang=zh]')?.textContent ?? english(row);
  const letters = new Intl.Collator('en'), pinyin = new Intl.Collator('zh-CN-u-co-pinyin');
  const orders = [
    ['By topic', 'en', null],
    ['A–Z', 'en', (a, b) => letters.compare(english(a), english(b))],
    ['拼音', 'zh', (a, b) => pinyin.compare(chinese(a), chinese(b))],
  ];

  const all = document.createElement('section'), bar = document.createElement('p');
  all.className = 'text';
  all.hidden = true;
  all.append(rows[0].closest('table').cloneNode(true));
  const body = all.querySelector('tbody');
  bar.className = 'orders';
  bar.role = 'group';
  bar.ariaLabel = 'Order of the terms';
  for (const [name, lang, compare] of orders) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = name;
    button.lang = lang;
    button.ariaPressed = String(compare === null);
    button.addEventListener('click', () => {
      for (const other of bar.children) other.ariaPressed = String(other === button);
      all.hidden = compare === null;
      for (const topic of topics) topic.hidden = compare !== null;
      if (compare) body.replaceChildren(...rows.toSorted(compare));
      else rows.forEach((row, i) => homes[i].append(row));
    });
    bar.append(button);
  }
  topics[0].before(bar, all);
  body.replaceChildren();
})();
