/** Free ports on loopback, so that several control planes run side by side. */
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Lock, LockedError, tryLock } from './lock';

/** Ports of one control plane, held until `release`. */
export interface PortBlock {
  readonly ports: readonly number[];
  release(): void;
}

/** Below the ports that operating systems hand to outgoing connections (Linux: 32768 and up), which would take one away between look and use. */
const FIRST = 20_000;
const LAST = 31_999;

/** Where processes that may run at the same time divide the ports among them. */
const BLOCK = 20;

/**
 * Claims `count` (1 to 20) free ports. Each control plane has a block of its own, marked by a lock file in `directory`, so that two that boot at the
 * same moment do not choose the same ports; ports that any other program listens on are found by trying to listen on them.
 */
export async function claimPorts(directory: string, count: number): Promise<PortBlock> {
  if (!Number.isInteger(count) || count < 1 || count > BLOCK) {
    throw new Error(`${count} ports asked for: expected a whole number from 1 to ${BLOCK}`);
  }
  for (let first = FIRST; first + BLOCK - 1 <= LAST; first += BLOCK) {
    let held: Lock;
    try {
      held = tryLock(join(directory, `${first}.lock`));
    } catch (error) {
      if (error instanceof LockedError) {
        continue;
      }
      throw error;
    }
    const ports: number[] = [];
    for (let port = first; port < first + BLOCK && ports.length < count; port++) {
      if (await isFree(port)) {
        ports.push(port);
      }
    }
    if (ports.length === count) {
      return { ports, release: () => held.release() };
    }
    held.release();
  }
  throw new Error(`no ${count} free ports together between ${FIRST} and ${LAST} on 127.0.0.1: too many programs listen there; end some, or remove stale files in ${directory}`);
}

/** Whether nobody listens on the port: neither on loopback nor on all addresses, since some components listen there. */
async function isFree(port: number): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && canListen(port, undefined);
}

function canListen(port: number, host: string | undefined): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen({ port, host }, () => server.close(() => done(true)));
  });
}
