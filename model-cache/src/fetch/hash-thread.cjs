/** The thread of a FileHash: reads what is there of a file, and hashes it. JavaScript, since a thread begins with a file, here as in the image. */
const { createHash } = require('node:crypto');
const { openSync, readSync, closeSync } = require('node:fs');
const { parentPort, workerData: { file, algorithm, preface } } = require('node:worker_threads');
const { createCRC32 } = require('hash-wasm/dist/crc32.umd.min.js');
const { createCRC64 } = require('hash-wasm/dist/crc64.umd.min.js');

/** What Node.js does not have. The polynomials have their lowest bit first. */
const FURTHER = {
  crc32: () => createCRC32(0xedb88320),
  crc32c: () => createCRC32(0x82f63b78),
  crc64nvme: () => createCRC64('9a6c9329ac4bc9b5'),
};

async function begin() {
  const further = FURTHER[algorithm];
  return further === undefined ? createHash(algorithm).update(preface) : (await further()).init();
}

begin().then((hash) => {
  const descriptor = openSync(file, 'r');
  const buffer = Buffer.allocUnsafe(2 ** 20);
  let position = 0;
  parentPort.on('message', ({ to, last }) => {
    while (position < to) {
      const read = readSync(descriptor, buffer, 0, Math.min(buffer.length, to - position), position);
      if (read === 0) {
        throw new Error(`${file} is shorter than expected`);
      }
      hash.update(buffer.subarray(0, read));
      position += read;
    }
    if (last) {
      closeSync(descriptor);
      parentPort.postMessage(hash.digest('hex'));
      parentPort.close();
    }
  });
});
