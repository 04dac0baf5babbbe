// Handles on a distribution, by pointer, touch and keyboard. A handle follows the hand at once; the server is told ten times a second and counts what it means.
const pause = 100;
const step = 0.1;
const largeStep = 1;
const round = (value) => Math.round(value * 10) / 10;

export function create(host, page) {
  let model = null;
  let dragged = null;
  const pending = new Map();
  let timer = 0;
  let onTheWay = 0;
  const part = (name, index) => host.querySelector(`[data-${name}="${index}"]`);
  const at = (positions, percentile) => positions[Math.max(0, Math.min(positions.length - 1, Math.round((percentile - model.lowest) / step)))];

  const place = (index, left, mirrored) => {
    const handle = part('handle', index);
    handle.style.left = `${left}%`;
    handle.setAttribute('aria-valuenow', model.values[index]);
    handle.setAttribute('aria-valuetext', `${model.values[index]} %`);
    handle.querySelector('b').textContent = model.values[index];
    part('mirror', index).style.left = `${mirrored}%`;
  };

  const send = () => {
    if (timer || pending.size === 0) {
      return;
    }
    const moves = [...pending];
    pending.clear();
    timer = setTimeout(() => { timer = 0; send(); }, pause);
    for (const [index, value] of moves) {
      onTheWay += 1;
      page.invokeMethodAsync('MoveAsync', index, value).catch(() => {}).finally(() => { onTheWay -= 1; });
    }
  };

  const move = (index, wanted) => {
    const lowest = index > 0 ? model.values[index - 1] + step : model.lowest;
    const highest = index < model.values.length - 1 ? model.values[index + 1] - step : model.highest;
    const value = round(Math.min(highest, Math.max(lowest, wanted)));
    if (round(lowest) > round(highest) || value === model.values[index]) {
      return;
    }
    model.values[index] = value;
    place(index, at(model.positions, value), at(model.mirrors, value));
    pending.set(index, value);
    send();
  };

  // Where several percentiles share a place, the one that is nearest to where the handle stands.
  const nearest = (event, index) => {
    const box = host.getBoundingClientRect();
    const left = (event.clientX - box.left) / box.width * 100;
    const distance = Math.min(...model.positions.map((position) => Math.abs(position - left)));
    const percentiles = model.positions.flatMap((position, i) => (Math.abs(position - left) <= distance ? [model.lowest + step * i] : []));
    return percentiles.reduce((best, value) => (Math.abs(value - model.values[index]) < Math.abs(best - model.values[index]) ? value : best));
  };

  const indexOf = (event) => {
    const handle = event.target.closest('[data-handle]');
    return handle ? Number(handle.dataset.handle) : null;
  };

  host.addEventListener('pointerdown', (event) => {
    dragged = model && event.button === 0 ? indexOf(event) : null;
    if (dragged !== null) {
      const handle = part('handle', dragged);
      handle.setPointerCapture(event.pointerId);
      handle.focus();
      event.preventDefault();
    }
  });
  host.addEventListener('pointermove', (event) => {
    if (dragged !== null) {
      move(dragged, nearest(event, dragged));
    }
  });
  for (const end of ['pointerup', 'pointercancel']) {
    host.addEventListener(end, () => { dragged = null; });
  }
  host.addEventListener('keydown', (event) => {
    const index = indexOf(event);
    const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (model && index !== null && direction) {
      event.preventDefault();
      // Values of the lower tail grow to the left: the handle goes where the arrow points.
      const turned = model.falls && (event.key === 'ArrowLeft' || event.key === 'ArrowRight') ? -direction : direction;
      move(index, model.values[index] + turned * (event.shiftKey ? largeStep : step));
    }
  });

  return {
    // A hand that is still moving knows better than an answer that was on its way.
    show(next) {
      const own = model && (dragged !== null || pending.size > 0 || onTheWay > 0) ? model.values : null;
      model = next;
      host.style.setProperty('--mirrored', model.both ? 'block' : 'none');
      if (own) {
        model.values = own;
      } else {
        model.lefts.forEach((left, index) => place(index, left, model.mirrored[index]));
      }
    },
    dispose() { clearTimeout(timer); pending.clear(); },
  };
}
