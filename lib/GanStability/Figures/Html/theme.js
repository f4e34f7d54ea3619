// Charts on dark paper. Where the page is dark (its color-scheme says so), the charts of the course get dark paper and light ink; lines and
// points keep their colours, because texts speak of them, except that black is drawn in white, and the caption says so. What lies on a map
// of colours stays as it is: the map is its paper. The script stands behind plotly.js in one file and follows the page when the reader
// changes its theme. Charts with paper of their own colour stay as they are.
(function (Plotly) {
  'use strict';
  if (!Plotly || Plotly.hasTheme) return;
  Plotly.hasTheme = true;
  var root = document.documentElement, system = window.matchMedia ? matchMedia('(prefers-color-scheme: dark)') : { matches: false };
  // Paper, ink, grid, neutral lines, black: Palette.Darkened holds the same pairs.
  var pairs = [['#fff', '#14181e'], ['#222222', '#e3e7ec'], ['#e4e4e4', '#333c48'], ['#666666', '#a0a8b2'], ['#000000', '#f4f6f8']];
  var draw = Plotly.newPlot, charts = [];

  function isDark() {
    var scheme = getComputedStyle(root).colorScheme || '';
    return /dark/.test(scheme) && (!/light/.test(scheme) || system.matches);
  }

  // Every colour that has a partner is replaced by it, wherever it stands.
  function paint(part, from, to) {
    for (var key in part) {
      var value = part[key];
      if (typeof value === 'string') {
        for (var i = 0; i < pairs.length; i++) if (value === pairs[i][from]) { part[key] = pairs[i][to]; break; }
      } else if (value && typeof value === 'object' && !ArrayBuffer.isView(value) && typeof value[0] !== 'number' && key[0] !== '_') paint(value, from, to);
    }
  }
  function repaint(data, layout, dark) {
    var maps = (data || []).filter(function (trace) { return trace.type === 'heatmap'; }).map(function (map) { return map.xaxis || 'x'; });
    paint(layout, dark ? 0 : 1, dark ? 1 : 0);
    (data || []).forEach(function (trace) {
      if (maps.indexOf(trace.xaxis || 'x') >= 0) return;
      paint(trace, dark ? 0 : 1, dark ? 1 : 0);
      // A band needs another strength on dark paper to be seen, and letters another shade; the chart brings both.
      if (!trace.meta || !trace.meta.dark) return;
      var color = dark ? trace.meta.dark : trace.meta.light;
      if (trace.mode === 'text') trace.textfont.color = color; else trace.fillcolor = color;
    });
  }

  // The caption may speak of black.
  function tell(chart, dark) {
    var caption = chart.closest('figure') && chart.closest('figure').querySelector('figcaption'), note = caption && caption.querySelector('.gs-white');
    if (note) note.remove();
    if (!caption || !dark || !/"#f4f6f8"/.test(JSON.stringify(chart.data.map(function (t) { return [t.line, t.marker]; })))) return;
    note = document.createElement('span');
    note.className = 'gs-white';
    note.textContent = ' (On this dark page, what is black is drawn in white.)';
    caption.appendChild(note);
  }
  function isOurs(layout) { return layout && (layout.paper_bgcolor === pairs[0][0] || layout.paper_bgcolor === pairs[0][1]); }

  Plotly.newPlot = function (place, data, layout, config) {
    if (!isOurs(layout)) return draw.apply(Plotly, arguments);
    var dark = isDark();
    if (dark) repaint(data, layout, true);
    return draw.call(Plotly, place, data, layout, config).then(function (chart) {
      charts.push({ chart: chart, dark: dark });
      tell(chart, dark);
      follow();
      return chart;
    });
  };

  function follow() {
    var dark = isDark();
    charts = charts.filter(function (entry) { return entry.chart.isConnected; });
    charts.forEach(function (entry) {
      if (entry.dark === dark) return;
      entry.dark = dark;
      repaint(entry.chart.data, entry.chart.layout, dark);
      var player = entry.chart.querySelector('.gs-player');
      if (player) player.style.color = entry.chart.layout.font.color;
      tell(entry.chart, dark);
      Plotly.redraw(entry.chart);
    });
  }
  new MutationObserver(follow).observe(root, { attributes: true, attributeFilter: ['data-theme', 'class', 'style'] });
  if (system.addEventListener) system.addEventListener('change', follow);
})(window.Plotly);
