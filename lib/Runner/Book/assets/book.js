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
