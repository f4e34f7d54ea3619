// On a narrow screen the list of notebooks starts closed.
if (matchMedia('(max-width: 70rem)').matches) document.querySelector('nav > details').open = false;

// Words in a table may be broken into lines and stand to the left; numbers may not, and stand under one another.
for (const table of document.querySelectorAll('.gs-table')) {
  for (const cell of table.querySelectorAll('tbody td')) {
    if (cell.textContent.length <= 32) continue;
    cell.classList.add('words');
    table.querySelectorAll('thead th')[cell.cellIndex]?.classList.add('words');
  }
}

// Sets every formula of the page with KaTeX, which lies beside it.
for (const element of document.querySelectorAll('.math')) {
  katex.render(element.textContent, element, {
    displayMode: element.classList.contains('display'),
    throwOnError: false,
  });
}
