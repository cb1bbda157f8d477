import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeDirectory } from './node';

const SCALER = join(__dirname, '../../scaler');

/** A program of the image. */
export type ShippedProgram = 'scaler.cjs' | 'model-cache.cjs';

/** The Node that the image has, on this machine. Elsewhere than on Linux the one that runs this. */
export function shippedNode(): string {
  return process.platform === 'linux' ? join(nodeDirectory(), 'bin/node') : process.execPath;
}

/** The command that runs another program on the image's Node with the image's options. */
export function onShippedNode(...program: readonly string[]): readonly [string, ...string[]] {
  const [, options] = /NODE_OPTIONS="([^"]*)"/.exec(dockerfile())!;
  return [shippedNode(), ...options.split(' '), ...program];
}

/**
 * The command that runs a program as its image does: on the same Node, with the same options, and with what Node compiled while the image was built,
 * without which the scaler needs 20 MiB more. `npm run bundle --workspace scaler` makes it.
 *
 * @throws Error if there is no bundle
 */
export function asShipped(program: ShippedProgram): readonly [string, ...string[]] {
  compiled ??= compile();
  return ['/usr/bin/env', `NODE_COMPILE_CACHE=${compiled}`, ...onShippedNode(join(SCALER, 'dist', program))];
}

/** The folder with what Node has compiled, while this process runs. */
let compiled: string | undefined;

/** Starts the scaler once, as the Dockerfile does. */
function compile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'gpu-autoscaler-compiled-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const [, settings, started] = /AS started\nENV (.*)\nRUN \["[^"]*", (.*), "[^"]*"\]/.exec(dockerfile())!;
  const env = Object.fromEntries(settings.split(' ').map((setting) => setting.split('=')));
  const [node, ...args] = onShippedNode(...JSON.parse(`[${started}]`), join(SCALER, 'dist/scaler.cjs'));
  const { status, stdout, stderr } = spawnSync(node, args, {
    encoding: 'utf8', env: { ...process.env, ...env, NODE_COMPILE_CACHE: directory },
  });
  if (status !== 0) {
    throw new Error(`the scaler's bundle ended with ${status}; expected it to start and stop; npm run bundle --workspace scaler makes it: ${stdout}${stderr}`);
  }
  return directory;
}

function dockerfile(): string {
  return readFileSync(join(SCALER, 'Dockerfile'), 'utf8');
}
