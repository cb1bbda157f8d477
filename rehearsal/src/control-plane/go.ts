/** Runs the Go tool that the user has installed, and says what to do when there is none. */
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { guarded } from './child';
import { OLDEST_GO } from './versions';

/** What a person does about a missing Go. */
const INSTALL = `Install Go ${OLDEST_GO} or newer (https://go.dev/dl, or your package manager; newer toolchains that a module asks for are fetched by Go itself) and run the same command again.`;

/**
 * The environment of every Go command: no C compiler needed, the committed go.mod and go.sum stay as they are, and a toolchain that a module
 * asks for (Karpenter: 1.26.9) comes through the module proxy. GOFLAGS and GOWORK of the user are left out; GOPROXY, GOMODCACHE and GOCACHE stay.
 */
export function goEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { ...env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOTOOLCHAIN: 'auto', GOWORK: 'off' };
}

/** The version of the installed Go. Throws what is missing and what to do when there is none or it is too old. */
export function installedGo(env: NodeJS.ProcessEnv = process.env): string {
  const { error, stdout } = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8', env: { ...env, GOTOOLCHAIN: 'local' } });
  if (error !== undefined) {
    throw new Error((error as NodeJS.ErrnoException).code === 'ENOENT'
      ? `go: not found on PATH. The control plane is built from source, which needs Go. ${INSTALL}`
      : `go cannot be run: ${error.message}. ${INSTALL}`);
  }
  const version = /^go(\d+)\.(\d+)/.exec(stdout.trim());
  const [major, minor] = OLDEST_GO.split('.').map(Number);
  if (version === null || Number(version[1]) < major || (Number(version[1]) === major && Number(version[2]) < minor)) {
    throw new Error(`go is ${stdout.trim() || 'of an unknown version'}, and ${OLDEST_GO} is the oldest that can fetch newer toolchains. ${INSTALL}`);
  }
  return stdout.trim().slice('go'.length);
}

/** Runs a Go command to its end, which is that of this process at the latest; `onLine` gets each line of its error output as it comes. The error holds the last lines of that output. */
export async function go(args: readonly string[], directory: string, onLine: (line: string) => void = () => undefined): Promise<string> {
  const child = spawn(...guarded(['go', ...args]), { cwd: directory, env: goEnvironment(), detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  child.on('exit', () => child.stdin.destroy());
  const lines: string[] = [];
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    onLine(line);
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((done, failed) => {
    child.on('error', failed);
    child.on('close', (...result) => done(result));
  });
  if (code !== 0) {
    throw new Error(`go ${args[0]} ended with ${signal ?? `code ${code}`} in ${directory}:\n${lines.slice(-20).join('\n')}${hint(lines.join('\n'))}`);
  }
  return output;
}

function hint(text: string): string {
  if (/no space left on device/.test(text)) {
    return '\nThe disk is full: the first build needs about 13 GB for Go\'s caches and the programs. `go clean -cache` frees what Go keeps.';
  }
  if (/dial tcp|no such host|connection refused|i\/o timeout|403 Forbidden|proxyconnect/.test(text)) {
    return '\nA module could not be downloaded: the first build needs the Go module proxy (see `go env GOPROXY`).';
  }
  if (/signal: killed/.test(text)) {
    return '\nThe compiler was killed, most likely for want of memory: it needs about 4 GB. Close other programs and run again; what is done is kept.';
  }
  return '';
}
