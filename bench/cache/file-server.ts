/** Serves the files of a directory with ranges, and tells at `/sent` how many bytes it has sent. Prints its port. */
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';

const [, , directory] = process.argv;
let sent = 0;

const server = createServer((request, response) => {
  if (request.url === '/sent') {
    response.end(String(sent));
    return;
  }
  const path = join(directory, request.url!);
  const { size } = statSync(path);
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  const [from, to] = first === undefined ? [0, size] : [Number(first), last === '' ? size : Number(last) + 1];
  response.writeHead(first === undefined ? 200 : 206, {
    'accept-ranges': 'bytes',
    'content-length': to - from,
    'etag': '"1"',
    'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
    ...(first === undefined ? {} : { 'content-range': `bytes ${from}-${to - 1}/${size}` }),
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const file = createReadStream(path, { start: from, end: to - 1, highWaterMark: 2 ** 20 });
  file.on('data', (chunk) => sent += chunk.length);
  response.once('close', () => file.destroy());
  file.pipe(response);
});

server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
