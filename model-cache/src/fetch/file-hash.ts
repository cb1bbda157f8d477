import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Checksum } from './remote-file';

/** Files up to this size are hashed where everything else runs: a thread costs more. */
const SMALL = 16 * 2 ** 20;

/** How much more has to be there before the thread is told. */
const STEP = 8 * 2 ** 20;

/** Threads at the same time: each takes a core at most. */
const MOST_THREADS = 4;

/** The program of a thread. In the image it stands beside the one file that the agent is. */
const THREAD = join(__dirname, 'hash-thread.cjs');

/** What Node.js does not have, and only the thread does. */
const ONLY_IN_THREAD: readonly Checksum['algorithm'][] = ['crc32', 'crc32c', 'crc64nvme'];

/** Node's name of an algorithm, and what is hashed before the content. */
function hashing(algorithm: Checksum['algorithm'], size: number): { readonly algorithm: string; readonly preface: string } {
  return algorithm === 'git-sha1' ? { algorithm: 'sha1', preface: `blob ${size}\0` } : { algorithm, preface: '' };
}

/** Hashes a file that is there. */
export async function hashOf(file: string, algorithm: Checksum['algorithm'], size: number): Promise<string> {
  if (ONLY_IN_THREAD.includes(algorithm)) {
    return new FileHash(file, algorithm, size).digest();
  }
  const how = hashing(algorithm, size);
  const hash = createHash(how.algorithm).update(how.preface);
  for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20 })) {
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}

/** Threads that are free, and those who wait for one. */
class Places {
  private free = MOST_THREADS;
  private readonly waiting: (() => void)[] = [];

  public async take(): Promise<void> {
    if (this.free > 0) {
      this.free--;
    } else {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  public leave(): void {
    const next = this.waiting.shift();
    if (next === undefined) {
      this.free++;
    } else {
      next();
    }
  }
}

const places = new Places();

/** Hashes a file while it comes, in a thread of its own, so that it is verified as soon as it is complete. */
export class FileHash {
  private told = 0;
  private thread?: Promise<{ readonly worker: Worker; readonly result: Promise<string> }>;
  private closed = false;

  public constructor(private readonly file: string, private readonly algorithm: Checksum['algorithm'], private readonly size: number) {}

  /** The file is there up to this byte. */
  public advance(to: number): void {
    if (this.size > SMALL && to - this.told >= STEP && to < this.size) {
      this.tell(to, false).catch(() => undefined); // whoever asks for the digest hears of it
    }
  }

  /** The hash of the complete file. */
  public async digest(): Promise<string> {
    return this.size <= SMALL && !ONLY_IN_THREAD.includes(this.algorithm) ? hashOf(this.file, this.algorithm, this.size) : this.tell(this.size, true);
  }

  /** Gives up. */
  public async close(): Promise<void> {
    this.closed = true;
    const thread = await this.thread?.catch(() => undefined); // it may not have started
    await thread?.worker.terminate();
  }

  private async tell(to: number, last: boolean): Promise<string> {
    this.told = to;
    const { worker, result } = await (this.thread ??= this.start());
    worker.postMessage({ to, last });
    return last ? result : '';
  }

  private async start(): Promise<{ readonly worker: Worker; readonly result: Promise<string> }> {
    await places.take();
    const worker = this.newWorker();
    const result = new Promise<string>((resolve, reject) => worker.once('message', resolve).once('error', reject).once('exit', () => {
      places.leave();
      reject(new Error(`${this.file} was not hashed to its end`));
    }));
    result.catch(() => undefined); // whoever asks for the digest hears of it
    if (this.closed) {
      await worker.terminate();
    }
    return { worker, result };
  }

  /** @throws Error if the pod may have no further thread: its place is free again */
  private newWorker(): Worker {
    try {
      return new Worker(THREAD, { workerData: { file: this.file, ...hashing(this.algorithm, this.size) } });
    } catch (error) {
      places.leave();
      throw error;
    }
  }
}
