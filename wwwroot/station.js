// Small things that a page needs and the server should not be asked for: the clock, the theme, a saved choice.
window.station = {
  startClock(element, timeZone) {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
    const tick = () => { element.textContent = format.format(new Date()); };
    clearInterval(element.stationTimer);
    element.stationTimer = setInterval(() => (element.isConnected ? tick() : clearInterval(element.stationTimer)), 1000);
    tick();
  },
  theme() { return document.documentElement.dataset.theme === 'dark'; },
  // On a phone the bar of pages is wider than the screen. By address: the class of the link may come a moment later.
  showCurrentPage() {
    const link = [...document.querySelectorAll('.top nav a')].find(candidate => candidate.pathname === location.pathname);
    link?.scrollIntoView({ block: 'nearest', inline: 'center' });
  },
  // Until there is a sign-in: who acknowledged, shelved, judged.
  name() { return localStorage.getItem('name'); },
  saveName(name) { localStorage.setItem('name', name); },
  saveTheme(dark) {
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
    localStorage.setItem('theme', document.documentElement.dataset.theme);
  },
};

// What is wider than its place can be moved by the keyboard, too; what is not, is no stop on the way.
let isAsked = false;
const letScroll = () => {
  isAsked = false;
  for (const place of document.querySelectorAll('.scroll')) {
    if (place.scrollWidth > place.clientWidth || place.scrollHeight > place.clientHeight) {
      place.tabIndex = 0;
    } else {
      place.removeAttribute('tabindex');
    }
  }
};
const askToLetScroll = () => {
  if (!isAsked) {
    isAsked = true;
    requestAnimationFrame(letScroll);
  }
};
new MutationObserver(askToLetScroll).observe(document.body, { childList: true, subtree: true, characterData: true });
addEventListener('resize', askToLetScroll);
