// Draws the interactive charts of this page over their pictures. Shared by all figures of a page, and harmless when repeated:
// where the drawing script cannot be had, the pictures stay. It asks for files beside the page only, never for the network.
(function () {
  'use strict';
  var places = ['plotly.min.js', '../artifacts/kit/plotly.min.js', '../../artifacts/kit/plotly.min.js', '../kit/plotly.min.js'];

  function load(i) {
    if (window.Plotly) return Promise.resolve(window.Plotly);
    if (i === places.length) return Promise.reject(new Error('no plotly.min.js'));
    return new Promise(function (resolve) {
      var script = document.createElement('script');
      // A module loader on the page (RequireJS) would take the script for itself: hide it for as long as that takes.
      var define = window.define;
      window.define = undefined;
      script.onload = script.onerror = function () { window.define = define; resolve(load(i + 1)); };
      script.src = places[i];
      document.head.appendChild(script);
    });
  }

  function draw(figure, Plotly) {
    var picture = figure.querySelector('img');
    var data = figure.querySelector('script[type="application/json"]');
    if (!data) return;
    var chart = JSON.parse(data.textContent);
    // Behind the picture until it is drawn, so that nothing flickers and a failure changes nothing.
    var place = document.createElement('div');
    place.style.cssText = 'position:absolute;left:0;top:0;width:100%;overflow:hidden;visibility:hidden;background:#fff';
    var sheet = document.createElement('div');
    sheet.style.cssText = 'transform-origin:0 0;width:' + chart.layout.width + 'px;height:' + chart.layout.height + 'px';
    place.appendChild(sheet);
    picture.parentNode.insertBefore(place, picture);

    // Where there is less room the chart shrinks as the picture does, so that its parts keep their places.
    function fit() {
      var share = Math.min(1, place.clientWidth / chart.layout.width) || 1;
      sheet.style.transform = share < 1 ? 'scale(' + share + ')' : '';
      place.style.height = share * chart.layout.height + 'px';
    }

    return Plotly.newPlot(sheet, chart.data, chart.layout, chart.config).then(function () {
      picture.style.display = 'none';
      place.style.position = 'relative';
      place.style.visibility = 'visible';
      fit();
      if (window.ResizeObserver) new ResizeObserver(fit).observe(figure);
      else window.addEventListener('resize', fit);
    }, function () { place.remove(); });
  }

  var waiting = Array.prototype.filter.call(document.querySelectorAll('figure.gs-figure'), function (f) { return !f.gsSeen && (f.gsSeen = true); });
  if (waiting.length === 0) return;
  window.gsPlotly = window.gsPlotly || load(0);
  window.gsPlotly.then(function (Plotly) { waiting.forEach(function (f) { draw(f, Plotly); }); }, function () { });
})();
