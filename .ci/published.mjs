// Starts a published station on a folder of its own and asks it for a page and for what the page needs. Node is there: the charts need it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const needed = { '/': '_framework/blazor.web', '/app.css': '.page', '/Whatever.Web.styles.css': '.top', '/charts.js': 'ApexCharts', '/_framework/blazor.web.js': 'Blazor', '/api/v1/sensors': '[' };
const mostSeconds = 120;

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function firstAnswer(url, program) {
  for (const end = Date.now() + mostSeconds * 1000; Date.now() < end && program.exitCode === null && !refused; await pause(200)) {
    try { return await fetch(url, { signal: AbortSignal.timeout(mostSeconds * 1000) }); } catch { /* It does not listen yet. */ }
  }
  throw refused ?? new Error(program.exitCode === null ? `no answer within ${mostSeconds} s` : `the program ended with ${program.exitCode}`);
}

const [folder] = process.argv.slice(2);
const data = mkdtempSync(join(tmpdir(), 'whatever-'));
const url = `http://127.0.0.1:${await freePort()}`;
let refused;
const program = spawn(join(folder, 'Whatever.Web'), ['--data', data, '--urls', url], { stdio: ['ignore', 'inherit', 'inherit'] })
  .on('error', problem => { refused = problem; });
try {
  await firstAnswer(url, program);
  for (const [path, part] of Object.entries(needed)) {
    const answer = await fetch(url + path, { signal: AbortSignal.timeout(mostSeconds * 1000) });
    const text = await answer.text();
    if (!answer.ok || !text.includes(part)) { throw new Error(`${path}: ${answer.status}, without "${part}"`); }
  }
  console.log('The published station answers.');
} catch (problem) {
  console.error(`The published station: ${problem.message}`);
  process.exitCode = 1;
} finally {
  if (program.exitCode === null && !refused) {
    const killed = setTimeout(() => program.kill('SIGKILL'), mostSeconds * 1000);
    program.kill('SIGTERM');
    await once(program, 'exit');
    clearTimeout(killed);
  }
  rmSync(data, { recursive: true, force: true });
}
