// One player for every chart with positions: a range input with Play and Pause, for mouse, touch, keyboard and screen readers. It stands
// behind plotly.js in one file and takes the place of Plotly's own slider, which no key can reach, in every chart that is drawn from then
// on: those of the course, those that are stored in notebooks, and a learner's own.
(function (Plotly) {
  'use strict';
  if (!Plotly || Plotly.hasPlayer) return;
  Plotly.hasPlayer = true;
  var pause = 350, draw = Plotly.newPlot;

  Plotly.newPlot = function (place, data, layout, config) {
    var slider = layout && layout.sliders && layout.sliders.length === 1 ? layout.sliders[0] : null;
    var playable = slider && slider.visible !== false && slider.steps && slider.steps.length > 1
      && slider.steps.every(function (step) { return typeof Plotly[step.method] === 'function'; });
    if (!playable) return draw.apply(Plotly, arguments);
    // The room that the slider had is the player's.
    slider.visible = false;
    return draw.call(Plotly, place, data, layout, config).then(function (chart) {
      chart.style.position = 'relative';
      chart.appendChild(player(chart, slider, layout));
      return chart;
    });
  };

  function element(name, parent, attributes) {
    var made = document.createElement(name);
    for (var key in attributes) made.setAttribute(key, attributes[key]);
    parent.appendChild(made);
    return made;
  }

  function player(chart, slider, layout) {
    var steps = slider.steps, last = steps.length - 1, at = slider.active || 0, timer = 0, busy = Promise.resolve();
    var prefix = (slider.currentvalue && slider.currentvalue.prefix) || '', name = plain(prefix).replace(/[\s=:]+$/, '') || 'position';
    var row = document.createElement('div'), colour = (layout.font && layout.font.color) || '#1d2430';
    row.className = 'gs-player';
    row.setAttribute('role', 'group');
    row.setAttribute('aria-label', 'Player');
    row.style.cssText = 'position:absolute;left:5%;right:5%;bottom:10px;height:44px;display:flex;align-items:center;gap:14px;font:15px/1.2 sans-serif;color:' + colour;
    var button = element('button', row, { type: 'button', style: 'flex:none;width:44px;height:40px;padding:0;border:1px solid #8a94a0;border-radius:6px;background:transparent;color:inherit;font-size:17px;cursor:pointer' });
    var range = element('input', row, { type: 'range', min: 0, max: last, step: 1, 'aria-label': name, style: 'flex:1;min-width:0;height:40px;margin:0;cursor:pointer;accent-color:#0072b2' });
    var told = element('output', row, { style: 'flex:none;min-width:8em;font-variant-numeric:tabular-nums' });

    // Steps wait for each other: none is drawn while another is.
    function go(to) {
      at = Math.max(0, Math.min(last, to));
      range.value = at;
      var text = plain(prefix) + plain(steps[at].label || String(at));
      range.setAttribute('aria-valuetext', text);
      told.textContent = text;
      var wanted = at;
      return busy = busy.then(function () {
        if (wanted === at) return Plotly[steps[at].method].apply(Plotly, [chart].concat(steps[at].args || []));
      });
    }
    function label() {
      button.textContent = timer ? '\u275a\u275a' : '\u25b6\ufe0e';
      button.setAttribute('aria-label', timer ? 'Pause' : 'Play');
    }
    function stop() {
      clearTimeout(timer);
      timer = 0;
      label();
    }
    function next() {
      // A chart that has left the page stops by itself.
      if (at >= last || !chart.isConnected) return stop();
      go(at + 1).then(function () { if (timer) timer = setTimeout(next, pause); });
    }
    function toggle() {
      if (timer) return stop();
      timer = setTimeout(next, at < last ? 0 : 2 * pause);
      if (at === last) go(0);
      label();
    }
    button.addEventListener('click', toggle);
    range.addEventListener('input', function () { stop(); go(+range.value); });
    // What is pressed here is meant for the player, not for the slides or the cells around it.
    row.addEventListener('keydown', function (event) {
      if (event.key === 'Escape') { document.activeElement.blur(); stop(); }
      else if (event.key === ' ' && event.target === range) { event.preventDefault(); toggle(); }
      else if (event.target === button && /^Arrow(Left|Right)$/.test(event.key)) { event.preventDefault(); stop(); go(at + (event.key === 'ArrowLeft' ? -1 : 1)); }
      else if (!/^(Arrow|Page|Home|End|Enter| )/.test(event.key)) return;
      event.stopPropagation();
    });
    label();
    range.value = at;
    range.setAttribute('aria-valuetext', plain(prefix) + plain(steps[at].label || String(at)));
    told.textContent = range.getAttribute('aria-valuetext');
    return row;
  }

  // Plotly's texts hold a little markup.
  function plain(text) {
    var box = document.createElement('div');
    box.innerHTML = text.replace(/<[^>]*>/g, '');
    return box.textContent;
  }
})(window.Plotly);
