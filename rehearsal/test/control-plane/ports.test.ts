import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimPorts } from '../../src/control-plane/ports';

const directory = mkdtempSync(join(tmpdir(), 'ports-'));
afterAll(() => rmSync(directory, { recursive: true }));

const listen = (port: number, host: string): Promise<Server> => new Promise((done, failed) => {
  const server = createServer().once('error', failed).listen(port, host, () => done(server));
});

test('gives as many different ports as asked for, below those of outgoing connections, and they are free', async () => {
  const { ports, release } = await claimPorts(directory, 16);
  expect(new Set(ports).size).toBe(16);
  expect(Math.max(...ports)).toBeLessThan(32_768);
  for (const port of ports) {
    (await listen(port, '127.0.0.1')).close();
  }
  release();
});

test('two that claim at the same moment never share a port, until one releases', async () => {
  const [first, second] = await Promise.all([claimPorts(directory, 20), claimPorts(directory, 20)]);
  expect(first.ports.filter((port) => second.ports.includes(port))).toEqual([]);
  first.release();
  const third = await claimPorts(directory, 20);
  expect(third.ports).toEqual(first.ports);
  second.release();
  third.release();
});

test.each(['127.0.0.1', '0.0.0.0'])('passes over a port on which somebody listens at %s', async (host) => {
  const before = await claimPorts(directory, 1);
  before.release();
  const server = await listen(before.ports[0], host);
  const { ports, release } = await claimPorts(directory, 1);
  release();
  server.close();
  expect(ports).not.toContain(before.ports[0]);
});

test.each([0, 21, 1.5])('refuses to claim %d ports', async (count) => {
  await expect(claimPorts(directory, count)).rejects.toThrow('expected a whole number from 1 to 20');
});
