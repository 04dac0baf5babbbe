import ApexCharts from './lib/apexcharts/apexcharts.esm.js';

// Draws panels of one shared time axis. A model comes whole from the server; what the user zoomed to is kept.
const light = { measured: '#35566e', forecast: '#7a5ea8', band: '#d9cfe9', extreme: '#9db2c1', grid: '#e4e8eb', text: '#51606b', stages: ['#1E6FD9', '#C99700', '#D9600B', '#C62828'] };
const dark = { measured: '#9cc4de', forecast: '#c3a8ee', band: '#54486b', extreme: '#56707f', grid: '#34404a', text: '#aab6bf', stages: ['#6AA9FF', '#FFD54A', '#FF9A4D', '#FF6B6B'] };
const shapes = ['circle', 'triangle', 'diamond', 'square'];

function styleOf(series, colors) {
  switch (series.kind) {
    case 'measured': return { color: colors.measured, width: 1.6, dash: 0, size: 0 };
    case 'extreme': return { color: colors.extreme, width: 1, dash: 0, size: 0 };
    case 'forecast': return { color: colors.forecast, width: 2, dash: 6, size: 0 };
    case 'band': return { color: colors.band, width: 0, dash: 0, size: 0, fill: 0.8 };
    default: return { color: colors.stages[series.stage - 1], width: 0, dash: 0, size: 4, shape: shapes[series.stage - 1] };
  }
}

// The library writes labels into the page as they are.
const escape = (text) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

// A band is drawn only in a chart that is said to have one, and there every point has to be written the same way.
const types = { outlier: 'scatter', band: 'rangeArea' };
const hasBand = (panel) => panel.series.some((s) => s.kind === 'band');
const toPoint = ([x, ...values]) => ({ x, y: values.length === 1 ? values[0] : values[0] === null ? null : values });
const toApex = (panel) => panel.series.map((s) => ({ name: escape(s.name), type: types[s.kind] ?? 'line', data: hasBand(panel) ? s.points.map(toPoint) : s.points }));

const number = (v) => (v === null || v === undefined ? '–' : v.toFixed(2));

// What a series says at a moment: its nearest point, if that is no further away than half an hour or half a step of a coarse series.
function nearest(series, time) {
  const [first, second] = series.points;
  const reach = series.kind === 'outlier' ? 60000 : Math.max(1800000, second ? (second[0] - first[0]) / 2 : 0);
  const best = series.points.reduce((found, point) => (point[1] !== null && Math.abs(point[0] - time) < Math.abs((found?.[0] ?? Infinity) - time) ? point : found), null);
  return best !== null && Math.abs(best[0] - time) <= reach ? best.slice(1).map(number).join(' – ') : null;
}

function tipOf(panel, colors, time) {
  const tip = document.createElement('div');
  const rows = panel.series.map((s) => [s, nearest(s, time)]).filter(([, text]) => text !== null)
    .map(([s, text]) => `<div><i style="background:${styleOf(s, colors).color}"></i>${escape(s.name)} <b>${text} ${escape(panel.unit)}</b></div>`);
  tip.innerHTML = `<div>${new Date(time).toISOString().slice(0, 16).replace('T', ' ')}</div>${rows.join('')}`;
  return tip;
}

// The library's own tooltip finds points by their number, which is wrong where the series have different times, and shows only one beside a band.
function followPointer(element, state) {
  const hide = () => element.querySelectorAll('.time-tip').forEach((part) => part.remove());
  const gridOf = (chart) => ({ ...chart.w.globals, left: chart.el.getBoundingClientRect().left + chart.w.globals.translateX });
  element.addEventListener('pointermove', (event) => {
    hide();
    const over = state.charts.find((chart) => chart.el?.contains(event.target) && chart.w.globals.gridWidth > 0);
    const share = over ? (event.clientX - gridOf(over).left) / gridOf(over).gridWidth : -1;
    if (share < 0 || share > 1) { return; }
    for (const [index, chart] of state.charts.entries()) {
      const { translateX, translateY, gridWidth, gridHeight, minX, maxX } = chart.w.globals;
      const line = document.createElement('div');
      const tip = tipOf(state.model.panels[index], state.model.dark ? dark : light, minX + (share * (maxX - minX)));
      const x = translateX + (share * gridWidth);
      line.className = 'time-tip line';
      Object.assign(line.style, { left: `${x}px`, top: `${translateY}px`, height: `${gridHeight}px` });
      tip.className = 'time-tip';
      Object.assign(tip.style, { top: `${translateY + 4}px` }, share < 0.5 ? { left: `${x + 10}px` } : { right: `${chart.el.clientWidth - x + 10}px` });
      chart.el.append(line, tip);
    }
  });
  element.addEventListener('pointerleave', hide);
}

function annotations(model, colors) {
  const marked = model.markedFrom ? [{ x: model.markedFrom, x2: model.markedTo, strokeDashArray: 0, borderColor: colors.text, fillColor: colors.text, opacity: 0.14 }] : [];
  return {
    xaxis: model.now ? [...marked, { x: model.now, strokeDashArray: 0, borderColor: colors.text, label: { text: model.nowLabel, orientation: 'horizontal', borderWidth: 0, style: { background: 'transparent', color: colors.text } } }] : marked,
  };
}

function optionsOf(model, panel, colors, state) {
  const styles = panel.series.map((s) => styleOf(s, colors));
  return {
    chart: {
      id: `${state.id}-${panel.id}`, group: state.id, type: hasBand(panel) ? 'rangeArea' : 'line', height: model.height, animations: { enabled: false }, background: 'transparent',
      fontFamily: 'inherit', foreColor: colors.text, zoom: { enabled: true, type: 'x', allowMouseWheelZoom: false }, toolbar: { show: true, tools: { download: false, pan: true } },
      events: {
        zoomed: (_, { xaxis }) => { state.zoomed = xaxis.min !== undefined; },
        scrolled: () => { state.zoomed = true; },
        beforeResetZoom: () => { state.zoomed = false; return { xaxis: { min: state.model.min, max: state.model.max } }; },
      },
    },
    theme: { mode: model.dark ? 'dark' : 'light' },
    series: toApex(panel),
    colors: styles.map((s) => s.color),
    stroke: { width: styles.map((s) => s.width), dashArray: styles.map((s) => s.dash), curve: 'straight' },
    markers: { size: styles.map((s) => s.size), shape: styles.map((s) => s.shape ?? 'circle'), strokeWidth: 0, hover: { sizeOffset: 1 } },
    fill: { type: 'solid', opacity: styles.map((s) => s.fill ?? 1) },
    dataLabels: { enabled: false },
    legend: { show: true, position: 'top', horizontalAlign: 'left', onItemHover: { highlightDataSeries: false } },
    grid: { borderColor: colors.grid, padding: { left: 8, right: 8 } },
    annotations: annotations(model, colors),
    xaxis: {
      type: 'datetime', min: model.min, max: model.max, tooltip: { enabled: false },
      labels: { datetimeUTC: true, datetimeFormatter: { year: 'yyyy', month: 'yyyy-MM', day: 'MM-dd', hour: 'HH:mm', minute: 'HH:mm' } },
    },
    yaxis: {
      title: { text: escape(panel.title) }, tickAmount: 4, forceNiceScale: true,
      labels: { minWidth: 48, maxWidth: 48, formatter: (v) => (v === null || v === undefined ? '' : Math.abs(v) >= 100 ? v.toFixed(0) : v.toFixed(1)) },
    },
    tooltip: { enabled: false },
    noData: { text: model.empty },
  };
}

const describe = (panel) => JSON.stringify([panel.id, panel.title, panel.series.map((s) => [s.name, s.kind, s.stage])]);

let count = 0;

export function create(element) {
  // The page was left while this script was on its way.
  if (element === null) { return { show() {}, dispose() {} }; }

  const state = { id: `time-${++count}`, charts: [], zoomed: false, shape: '', model: null, newest: null };

  followPointer(element, state);

  const isGone = () => state.newest === null || !element.isConnected;

  // Taking down a chart that is still being drawn, or whose page is gone already, is no error.
  const clear = () => {
    state.charts.forEach((chart) => { try { chart.destroy(); } catch { /* its elements are gone */ } });
    state.charts = [];
  };

  // The library draws nothing, and says nothing, where its element has no width yet.
  const room = () => new Promise((resolve) => {
    const watch = new ResizeObserver(() => { if (element.clientWidth > 0 || isGone()) { watch.disconnect(); resolve(); } });
    watch.observe(element);
  });

  async function rebuild(model, colors) {
    clear();
    element.replaceChildren();
    state.charts = model.panels.map((panel) => {
      const host = document.createElement('div');
      element.append(host);
      return new ApexCharts(host, optionsOf(model, panel, colors, state));
    });
    for (const chart of [...state.charts]) {
      if (isGone()) { return; }
      await chart.render();
    }
  }

  async function refresh(model, colors) {
    for (const [index, panel] of model.panels.entries()) {
      const change = { series: toApex(panel), annotations: annotations(model, colors) };
      if (!state.zoomed) { change.xaxis = { min: model.min, max: model.max }; }
      await state.charts[index].updateOptions(change, false, false, false);
    }
  }

  async function draw(model) {
    if (model !== state.newest || isGone()) { return; }
    await room();
    if (model !== state.newest || isGone()) { return; }
    try {
      const colors = model.dark ? dark : light;
      const shape = `${model.dark}${model.height}${model.key}${model.panels.map(describe)}`;
      state.model = model;
      if (shape === state.shape) { await refresh(model, colors); } else {
        state.zoomed = false;
        state.shape = shape;
        await rebuild(model, colors);
      }

      const measured = model.panels[0]?.series.find((s) => s.kind === 'measured')?.points ?? [];
      element.dataset.points = measured.length;
      element.dataset.last = measured.length ? measured[measured.length - 1][0] : '';

    } catch (problem) {
      // What failed is drawn afresh with the next model.
      state.shape = '';
      if (!isGone()) { throw problem; }
    }
  }

  // One drawing at a time; of models that came meanwhile only the newest is drawn. The server does not wait: a hidden chart may be drawn much later.
  let drawing = Promise.resolve();
  return {
    show(model) {
      state.newest = model;
      drawing = drawing.catch(() => {}).then(() => draw(model));
    },
    dispose() { state.newest = null; clear(); },
  };
}
