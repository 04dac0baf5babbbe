// A page on a wall has nobody who reloads it: while the station is away it is asked for ever, and the page comes back by itself.
const Every = 2000;
const Patience = 8000;
const banner = document.getElementById('connection');
let isTrying = false;

const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

async function answers(address) {
  try {
    const answer = await fetch(address, { cache: 'no-store', credentials: 'same-origin', signal: AbortSignal.timeout(Patience) });
    return answer.ok;
  } catch {
    return false;
  }
}

function say() {
  banner.textContent = banner.dataset.lost.replace('{0}', new Date().toLocaleTimeString('sv-SE'));
  banner.hidden = false;
}

// What the station remembers of a page is gone after a restart, and after a few minutes without it: then the page is loaded anew. Its
// address says what was looked at.
async function comeBack(isStarted) {
  if (isTrying) {
    return;
  }

  isTrying = true;
  say();
  for (;;) {
    if (await answers('healthz/live')) {
      try {
        if (isStarted && await Blazor.reconnect()) {
          break;
        }
      } catch {
        // Answers, and cannot be connected to: a proxy that starts. The page may come all the same.
      }

      if (await answers(location.href)) {
        location.reload();
        return;
      }
    }

    await pause(Every);
  }

  banner.hidden = true;
  isTrying = false;
}

Blazor.start({
  circuit: {
    reconnectionHandler: {
      onConnectionDown: () => { comeBack(true); },
      onConnectionUp: () => { banner.hidden = true; },
    },
  },
}).catch(() => comeBack(false));
