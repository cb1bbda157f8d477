import { lstat, unlink } from 'node:fs/promises';
import { connect, createServer, Server } from 'node:net';
import { join } from 'node:path';

/** How soon it is looked again whether the other agent has ended. */
const LOOK_MS = 500;

/** What connecting says where nobody listens. */
const NOBODY = ['ECONNREFUSED', 'ENOENT'];

/**
 * Lets one agent at a time work on a directory: whoever listens on a socket in it. The kernel closes it with the process, however that ends, and
 * pods of one node see it through their mounts.
 *
 * @param onWait called each time that another agent is found to have it
 */
export async function lock(directory: string, onWait: (times: number) => void, signal: AbortSignal): Promise<{ release(): Promise<void> }> {
  const path = join(directory, '.lock');
  for (let times = 1; ; times++) {
    signal.throwIfAborted();
    const server = await listen(path);
    if (server !== undefined) {
      return { release: () => new Promise((resolve) => server.close(() => resolve())) };
    }
    const found = await inodeOf(path);
    if (await isHeld(path)) {
      onWait(times);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    } else if (found !== undefined && await inodeOf(path) === found) {
      await unlink(path).catch(() => undefined); // left by a process that was killed, and not taken by another one meanwhile
    }
  }
}

async function inodeOf(path: string): Promise<number | undefined> {
  return lstat(path).then(({ ino }) => ino, () => undefined);
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy()).unref();
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
    server.listen(path, () => resolve(server));
  });
}

/** Whether anybody listens. One that hangs does, with as many who wait as there may be. */
function isHeld(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(!NOBODY.includes(code ?? '')));
  });
}
