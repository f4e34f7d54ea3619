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
    var place = document.createElement('div');
    // Behind the picture until it is drawn, so that nothing flickers and a failure changes nothing.
    place.style.cssText = 'position:absolute;left:0;top:0;width:100%;visibility:hidden;background:#fff;height:' + chart.layout.height + 'px';
    picture.parentNode.insertBefore(place, picture);
    return Plotly.newPlot(place, chart.data, chart.layout, chart.config).then(function () {
      picture.style.display = 'none';
      place.style.position = 'relative';
      place.style.visibility = 'visible';
    }, function () { place.remove(); });
  }

  var waiting = Array.prototype.filter.call(document.querySelectorAll('figure.gs-figure'), function (f) { return !f.gsSeen && (f.gsSeen = true); });
  if (waiting.length === 0) return;
  window.gsPlotly = window.gsPlotly || load(0);
  window.gsPlotly.then(function (Plotly) { waiting.forEach(function (f) { draw(f, Plotly); }); }, function () { });
})();
