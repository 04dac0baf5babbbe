// Somebody may put the backup in place at another screen: this one comes back, too. What is being typed here is left alone until then.
setInterval(async () => {
  try {
    if ((await fetch('healthz/ready', { cache: 'no-store', signal: AbortSignal.timeout(4000) })).ok) {
      location.replace('/');
    }
  } catch {
    // Between the two there is nobody who answers.
  }
}, 5000);
