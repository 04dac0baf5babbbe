// Makes an archive that needs nothing on the machine but itself: node deploy/package.mjs [linux-x64|linux-arm64|win-x64] [folder]
// It is refused where a path of the machine that made it stands in it.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const runtimes = ['linux-x64', 'linux-arm64', 'win-x64'];
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const [runtime = 'linux-x64', folder = join(root, 'artifacts')] = process.argv.slice(2);
if (!runtimes.includes(runtime)) {
  console.error(`"${runtime}" is no machine that is packed for, expected ${runtimes.join(', ')}.`);
  process.exit(2);
}

const version = /<Version>([^<]+)<\/Version>/.exec(readFileSync(join(root, 'Directory.Build.props'), 'utf8'))[1];
const name = `whatever-${version}-${runtime}`;
const work = mkdtempSync(join(tmpdir(), 'whatever-package-'));
const content = join(work, name);
try {
  // What is built for one machine stands apart from what is built to work on.
  execFileSync('dotnet', ['publish', join(root, 'Whatever.Web'), '--configuration', 'Release', '--runtime', runtime, '--self-contained',
    '--artifacts-path', join(work, 'build'), '--output', content, '--verbosity', 'quiet', '-maxcpucount:1', '-p:DebugType=none',
    '-p:ContinuousIntegrationBuild=true', `-p:PathMap=${root}=/src`], { stdio: 'inherit' });
  for (const file of ['LICENSE', 'README.md', 'CHANGELOG.md']) cpSync(join(root, file), join(content, file));
  cpSync(join(root, 'docs'), join(content, 'docs'), { recursive: true });
  if (runtime.startsWith('linux')) cpSync(join(root, 'deploy', 'whatever.service'), join(content, 'whatever.service'));
  const found = files(content).filter(file => [root, work, join(homedir(), '.nuget')]
    .some(path => { const bytes = readFileSync(file); return bytes.includes(path) || bytes.includes(Buffer.from(path, 'utf16le')); }));
  if (found.length > 0) {
    console.error(`A path of this machine stands in ${found.map(file => file.slice(content.length + 1)).join(', ')}.`);
    process.exitCode = 1;
  } else {
    mkdirSync(folder, { recursive: true });
    const archive = join(resolve(folder), name + (runtime.startsWith('win') ? '.zip' : '.tar.gz'));
    rmSync(archive, { force: true });
    if (runtime.startsWith('win')) execFileSync('python3', ['-m', 'zipfile', '-c', archive, name], { cwd: work, stdio: 'inherit' });
    else execFileSync('tar', ['--owner=0', '--group=0', '-czf', archive, name], { cwd: work, stdio: 'inherit' });
    console.log(`${archive}: ${(statSync(archive).size / 1e6).toFixed(0)} MB`);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

function files(path) {
  return readdirSync(path, { withFileTypes: true })
    .flatMap(entry => entry.isDirectory() ? files(join(path, entry.name)) : [join(path, entry.name)]);
}
