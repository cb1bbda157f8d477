import { unlink } from 'node:fs/promises';
import { connect, createServer, Server } from 'node:net';
import { join } from 'node:path';

/** How soon it is looked again whether the other agent has ended. */
const LOOK_MS = 500;

/**
 * Lets one agent at a time work on a directory: whoever listens on a socket in it. The kernel closes it with the process, however that ends, and
 * pods of one node see it through their mounts.
 *
 * @param onWait called once if another agent has it
 */
export async function lock(directory: string, onWait: () => void, signal: AbortSignal): Promise<{ release(): Promise<void> }> {
  const path = join(directory, '.lock');
  for (let waited = false; ; waited = true) {
    signal.throwIfAborted();
    const server = await listen(path);
    if (server !== undefined) {
      return { release: () => new Promise((resolve) => server.close(() => resolve())) };
    }
    if (await answers(path)) {
      if (!waited) {
        onWait();
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    } else {
      await unlink(path).catch(() => undefined); // left by a process that was killed
    }
  }
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy()).unref();
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
    server.listen(path, () => resolve(server));
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
