import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below the ports of control planes, and below those that operating systems hand to outgoing connections (Linux: 32768 and up), which would take
 * one away between look and use.
 */
const FIRST = 10_000;
const END = 20_000;

/** Handed out already, though perhaps nobody listens there yet. */
const given = new Set<number>();

/** A port on loopback that is free now. At random, so that processes that look at the same time find different ones. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, END);
    if (!given.has(port) && await isFree(port)) {
      given.add(port);
      return port;
    }
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
