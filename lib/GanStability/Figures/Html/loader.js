// Draws the interactive charts of this page over their pictures. Shared by all figures of a page, and harmless when repeated:
// where the drawing script cannot be had, the pictures stay. It asks for files of the course only, never for the network.
(function () {
  'use strict';
  var name = 'plotly.min.js', beside = [name, '../artifacts/kit/' + name, '../../artifacts/kit/' + name, '../kit/' + name];

  // Jupyter shows a notebook at an address (/lab/tree/…, /notebooks/…) that no file lies beside; it serves files under its base address, which its page states.
  function places() {
    var settings = document.getElementById('jupyter-config-data');
    var base = settings ? JSON.parse(settings.textContent).baseUrl : document.body.dataset.baseUrl;
    if (!base) return beside;
    var notebook = location.pathname.slice(base.length - 1).match(/\/(?:tree|notebooks)\/(.*)$/);
    var folders = notebook ? notebook[1].split('/').slice(0, -1) : [], found = [];
    for (var n = folders.length; n >= 0; n--) found.push([base.replace(/\/$/, ''), 'files'].concat(folders.slice(0, n), 'artifacts/kit', name).join('/'));
    return found;
  }

  // The script must not take a module loader of the page (RequireJS) for its reader, and that loader may arrive at any moment.
  // So the script is run where the loader's names mean nothing; nothing of the page is touched.
  function run(place) {
    return fetch(place).then(function (answer) { return answer.ok ? answer.text() : ''; }).then(function (text) {
      // A server may answer with a page that says there is no such file.
      if (text.slice(0, 200).indexOf('plotly.js') < 0) return;
      var script = document.createElement('script');
      script.textContent = '(function (define, exports, module) {' + text + '\n}).call(window);';
      document.head.appendChild(script).remove();
    });
  }

  // A page that was opened as a file may not read others; there a script can only be referred to.
  function refer(place) {
    return new Promise(function (resolve) {
      if (window.require && window.define && window.define.amd) {
        window.require([new URL(place, document.baseURI).href], function (plotly) { resolve(window.Plotly = plotly); }, resolve);
        return;
      }
      var script = document.createElement('script');
      script.onload = script.onerror = resolve;
      script.src = place;
      document.head.appendChild(script);
    });
  }

  function load(waiting) {
    if (window.Plotly) return Promise.resolve(window.Plotly);
    if (waiting.length === 0) return Promise.reject(new Error('no ' + name));
    var next = function () { return load(waiting.slice(1)); };
    return (location.protocol === 'file:' ? refer : run)(waiting[0]).then(next, next);
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
  window.gsPlotly = window.gsPlotly || load(places());
  window.gsPlotly.then(function (Plotly) { waiting.forEach(function (f) { draw(f, Plotly); }); }, function () { });
})();
