// Ahead of the first picture, so that a dark screen never flashes.
document.documentElement.dataset.theme = localStorage.getItem('theme')
  ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
