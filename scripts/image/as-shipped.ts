import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeDirectory } from './node';

const SCALER = join(__dirname, '../../scaler');

/** A program of the image. */
export type ShippedProgram = 'scaler.cjs' | 'model-cache.cjs';

/** The Node that the image has, on this machine. Elsewhere than on Linux the one that runs this. */
export function shippedNode(): string {
  return process.platform === 'linux' ? join(nodeDirectory(), 'bin/node') : process.execPath;
}

/** The command that runs a program as its image does: on the same Node, with the same options. `npm run bundle --workspace scaler` makes it. */
export function asShipped(program: ShippedProgram): readonly [string, ...string[]] {
  const [, options] = /NODE_OPTIONS="([^"]*)"/.exec(readFileSync(join(SCALER, 'Dockerfile'), 'utf8'))!;
  return [shippedNode(), ...options.split(' '), join(SCALER, 'dist', program)];
}
