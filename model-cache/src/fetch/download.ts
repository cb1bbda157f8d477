import { FileHandle, mkdir, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connections } from './connections';
import { Range } from './coverage';
import { within } from './deadline';
import { FileHash } from './file-hash';
import { ConnectionError, HttpAnswer } from './http-connection';
import { discard, httpGet, Located } from './http-get';
import { FileProgress, Journal } from './journal';
import { Parallelism } from './parallelism';
import { RemoteFile, RemoteRequest } from './remote-file';
import { diskProblem, Problem } from '../problem';

/** How a download deals with servers. */
export interface DownloadOptions {
  /** Bytes that one request asks for. */
  readonly partSize: number;
  /** A connection that brings fewer bytes than `leastBytes` in this time is given up, and its part asked for again. */
  readonly slowMs: number;
  readonly leastBytes: number;
  /** Requests in a row of one connection that may fail without a byte having come. */
  readonly barrenRequests: number;
  /** Wait after the first of them, doubled by each further one. */
  readonly retryMs: number;
  /** A server that asks for a longer pause is left alone until then, and its model with it. */
  readonly pauseMostMs: number;
  /** Longest wait for each answer to a question that is no file: a list, a credential. */
  readonly answerMs: number;
  /** Connections at the same time, at most. */
  readonly connections: number;
}

export const DOWNLOAD_OPTIONS: DownloadOptions = {
  partSize: 16 * 2 ** 20,
  slowMs: 15_000,
  leastBytes: 64 * 1024,
  barrenRequests: 6,
  retryMs: 250,
  pauseMostMs: 60_000,
  answerMs: 30_000,
  connections: 32,
};

/** Bytes of a file that come between two notes in the journal: what a kill costs at most, beside what is under way. */
const CHECKPOINT = 32 * 2 ** 20;

/** What is told while it runs. */
export interface DownloadEvents {
  /** Bytes came. */
  readonly fetched: (bytes: number) => void;
  /** A request failed and is made again. */
  readonly retried: (problem: Problem) => void;
  /** All bytes are there, and some are still being verified. */
  readonly verifying: () => void;
}

/** One file on its way. */
interface FileInProgress {
  readonly index: number;
  readonly remote: RemoteFile;
  readonly path: string;
  readonly progress: FileProgress;
  /** Absent where the source announces no checksum. */
  readonly hash?: FileHash;
  handle?: Promise<FileHandle>;
  /** Where redirects led to; asked first while it is valid. */
  location?: RemoteRequest;
  /** Bytes since the last note in the journal. */
  unnoted: number;
  noting?: Promise<void>;
  /** Parts that are not there yet. */
  parts: number;
}

interface Part {
  readonly file: FileInProgress;
  readonly range: Range;
}

/**
 * Fetches files into a directory, in parts, over several connections, and verifies each: by the checksum that its source announces, else by its size and
 * the ETag of each answer. What an earlier attempt has brought stays.
 *
 * @param files in the order in which they are begun
 * @throws Problem if it cannot go on
 */
export async function download(
  directory: string, files: readonly RemoteFile[], journal: Journal, connections: Connections,
  events: DownloadEvents, signal: AbortSignal, options: DownloadOptions = DOWNLOAD_OPTIONS,
): Promise<void> {
  return new Download(directory, files, journal, connections, events, signal, options).run();
}

class Download {
  private readonly files: readonly FileInProgress[];
  private readonly parts: Part[];
  private readonly finishing: Promise<void>[] = [];
  private readonly stop = new AbortController();
  private readonly signal: AbortSignal;
  private readonly parallelism: Parallelism;
  private problem?: unknown;

  public constructor(
    directory: string, files: readonly RemoteFile[], private readonly journal: Journal, private readonly connections: Connections,
    private readonly events: DownloadEvents, signal: AbortSignal, private readonly options: DownloadOptions,
  ) {
    this.signal = AbortSignal.any([signal, this.stop.signal]);
    this.parallelism = new Parallelism(options.connections, () => connections.received);
    this.files = files.map((remote, index) => {
      const path = join(directory, remote.path);
      const hash = remote.checksum && new FileHash(path, remote.checksum.algorithm, remote.size);
      return { index, remote, path, progress: journal.of(index), hash, unnoted: 0, parts: 0 };
    });
    this.parts = this.files.flatMap((file) => this.partsOf(file));
  }

  public async run(): Promise<void> {
    try {
      for (const file of this.files.filter(({ parts }) => parts === 0)) {
        await this.create(file); // it may be empty
        this.finish(file);
      }
      await this.parallelism.run((leave) => this.fetchParts(leave));
      this.signal.throwIfAborted();
      if (this.files.some(({ parts }) => parts > 0)) {
        throw new Error('not all parts were fetched');
      }
      this.events.verifying();
      await Promise.allSettled(this.finishing); // each tells of its own failure
    } catch (error) {
      this.fail(error);
    } finally {
      this.parallelism.close();
      await Promise.allSettled([...this.finishing, ...this.files.map((file) => this.release(file))]);
    }
    if (this.problem !== undefined) {
      throw this.problem;
    }
  }

  private partsOf(file: FileInProgress): Part[] {
    const { remote, progress: { coverage } } = file;
    if (!remote.ranges && coverage.bytes < remote.size) {
      coverage.clear(); // it comes in one piece or not at all
    }
    const parts = coverage.missing(remote.size, remote.ranges ? this.options.partSize : remote.size).map((range) => ({ file, range }));
    file.parts = parts.length;
    return parts;
  }

  /** What each connection does: one part after the other. */
  private async fetchParts(leave: () => boolean): Promise<void> {
    while (!leave() && !this.signal.aborted) {
      const part = this.parts.shift();
      if (part === undefined) {
        return;
      }
      try {
        await this.fetchPart(part);
      } catch (error) {
        this.fail(error);
        return;
      }
    }
  }

  /** The first problem is the one that is told; the others are what it led to. One file that is wrong does not stop the others. */
  private fail(error: unknown): void {
    this.problem ??= diskProblem(error);
    if (!(error instanceof Problem && error.kind === 'corrupt')) {
      this.stop.abort();
    }
  }

  private async fetchPart({ file, range: [from, to] }: Part): Promise<void> {
    const { remote } = file;
    let barren = 0;
    for (let position = from; position < to;) {
      const came = await this.attempt(file, position, to);
      position += came.bytes;
      if (remote.ranges && came.bytes >= Math.min(this.options.leastBytes, to - from)) {
        barren = 0;
      }
      if (came.problem !== undefined) {
        if (!remote.ranges) {
          position = from;
          file.progress.coverage.clear();
        }
        await this.retryAfter(came.problem, ++barren);
      }
    }
    file.parts--;
    if (file.parts === 0) {
      this.finish(file);
    }
  }

  /** Waits before the next attempt, if there is to be one. */
  private async retryAfter(problem: Problem, barren: number): Promise<void> {
    const { barrenRequests, pauseMostMs, retryMs } = this.options;
    const wait = problem.retryAfterMs ?? retryMs * 2 ** (barren - 1);
    if (!['busy', 'unavailable'].includes(problem.kind) || barren > barrenRequests || wait > pauseMostMs) {
      throw problem;
    }
    if (problem.kind === 'busy') {
      this.parallelism.slowDown();
    }
    this.events.retried(problem);
    await sleep(wait * (0.75 + Math.random() / 2), undefined, { signal: this.signal });
  }

  /** Fetches what comes of a range in one request. */
  private async attempt(file: FileInProgress, from: number, to: number): Promise<{ readonly bytes: number; readonly problem?: Problem }> {
    let position = from;
    const given = new AbortController();
    let answer: HttpAnswer | undefined;
    let seen = 0;
    const watch = setInterval(() => {
      const received = answer?.received() ?? 0;
      if (received - seen < this.options.leastBytes) {
        given.abort();
      }
      seen = received;
    }, this.options.slowMs);
    try {
      answer = await this.ask(file, from, to, AbortSignal.any([this.signal, given.signal]));
      const handle = await this.create(file);
      for await (const chunk of answer.body) {
        if (position + chunk.length > to) {
          throw new Problem('changed', `${file.remote.path}: the source sends more than it announces`);
        }
        await writeAll(handle, chunk, position);
        this.written(file, position, position + chunk.length);
        position += chunk.length;
      }
    } catch (error) {
      this.signal.throwIfAborted();
      return { bytes: position - from, problem: requestProblem(error, file, given.signal.aborted, this.options) };
    } finally {
      clearInterval(watch);
    }
    const bytes = position - from;
    const early = () => new Problem('unavailable', `${file.remote.path}: the connection ended ${to - position} bytes early`);
    return position === to ? { bytes } : { bytes, problem: early() };
  }

  /** Asks for a range, and makes sure that the answer is what was listed. */
  private async ask(file: FileInProgress, from: number, to: number, signal: AbortSignal): Promise<HttpAnswer> {
    const { remote } = file;
    const range = remote.ranges ? `bytes=${from}-${to - 1}` : undefined;
    const answer = await this.locate(file, (request) => httpGet(this.connections, request, range, signal));
    const { 'etag': etag, 'content-range': contentRange, 'content-length': length } = answer.headers;
    const expected = `bytes ${from}-${to - 1}/${remote.size}`;
    if (remote.etag !== undefined && etag !== undefined && etag !== remote.etag) {
      await discard(answer);
      throw new Problem('changed', `${remote.path}: the source has another content than a moment ago; it is listed again`);
    }
    const whole = answer.status === 200 && to - from === remote.size;
    if ((contentRange !== expected && !whole) || (length !== undefined && Number(length) !== to - from)) {
      await discard(answer);
      throw new Problem('changed', `${remote.path}: asked for ${expected}, got ${contentRange ?? `${length} bytes`}; the source does not give what it lists`);
    }
    return answer;
  }

  /** Asks where a redirect led to before, and from the beginning if that is no longer valid. */
  private async locate(file: FileInProgress, get: (request: RemoteRequest) => Promise<Located>): Promise<Located> {
    if (file.location !== undefined) {
      try {
        return await get(file.location);
      } catch (error) {
        file.location = undefined;
        if (!(error instanceof Problem && ['denied', 'absent'].includes(error.kind))) {
          throw error;
        }
      }
    }
    const answer = await get(await within(this.options.answerMs, `${file.remote.path}: credentials`, file.remote.request()));
    file.location = answer.location;
    return answer;
  }

  /** The file, open; it is made if it is not there, and cut to its size if an earlier one was larger. */
  private create(file: FileInProgress): Promise<FileHandle> {
    return file.handle ??= (async () => {
      await mkdir(dirname(file.path), { recursive: true, mode: 0o755 });
      const handle = await open(file.path, 'r+').catch(() => open(file.path, 'w+', 0o644));
      if ((await handle.stat()).size > file.remote.size) {
        await handle.truncate(file.remote.size);
      }
      return handle;
    })();
  }

  private written(file: FileInProgress, from: number, to: number): void {
    const { coverage } = file.progress;
    coverage.add(from, to);
    file.hash?.advance(coverage.prefix);
    file.unnoted += to - from;
    this.events.fetched(to - from);
    if (file.unnoted >= CHECKPOINT) {
      file.noting ??= this.note(file).finally(() => file.noting = undefined);
      file.noting.catch((error: unknown) => this.fail(error));
    }
  }

  /** Writes down what is there, after it has reached the disk. */
  private async note(file: FileInProgress): Promise<void> {
    file.unnoted = 0;
    const line = this.journal.line(file.index);
    await (await file.handle)?.datasync();
    await this.journal.note(file.index, line);
  }

  private finish(file: FileInProgress): void {
    const finishing = this.verify(file);
    finishing.catch((error: unknown) => this.fail(error));
    this.finishing.push(finishing);
  }

  private async verify(file: FileInProgress): Promise<void> {
    const { remote, path, progress } = file;
    await (await this.create(file)).chmod(0o644);
    const { size, mtimeMs } = await stat(path);
    if (progress.verified === undefined || progress.verified.modified !== mtimeMs || size !== remote.size) {
      const fault = await faultOf(file, size);
      if (fault !== undefined) {
        progress.coverage.clear();
        progress.verified = undefined;
        await this.journal.note(file.index);
        throw new Problem('corrupt', `${remote.path}: ${fault}; it is fetched anew`);
      }
      progress.verified = { modified: mtimeMs };
    }
    await file.noting;
    await this.note(file);
    await this.release(file);
  }

  private async release(file: FileInProgress): Promise<void> {
    const { handle } = file;
    file.handle = undefined;
    await Promise.allSettled([file.noting, file.hash?.close()]);
    if (handle !== undefined) {
      const opened = await handle;
      if (file.unnoted > 0) {
        await opened.datasync();
        await this.journal.note(file.index);
      }
      await opened.close();
    }
  }
}

/** What is wrong with a file of this size of which all has come; nothing if it is right. */
async function faultOf({ remote: { size, checksum }, hash }: FileInProgress, found: number): Promise<string | undefined> {
  if (found !== size) {
    return `${found} bytes, where the source announces ${size}`;
  }
  const value = await hash?.digest();
  return value === checksum?.value ? undefined : `${checksum!.algorithm} ${value}, where the source announces ${checksum!.value}`;
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += (await handle.write(bytes, written, bytes.length - written, position + written)).bytesWritten; // a disk that is nearly full takes a part
  }
}

/** An error while a request ran: one of the network is worth another attempt, one of the disk is none of the server's. */
function requestProblem(error: unknown, { remote }: FileInProgress, tooSlow: boolean, { slowMs, leastBytes }: DownloadOptions): Problem {
  if (tooSlow) {
    return new Problem('unavailable', `${remote.path}: fewer than ${leastBytes} bytes came in ${slowMs / 1000} s; another connection is tried`);
  }
  const problem = diskProblem(error);
  if (problem instanceof Problem) {
    return problem;
  }
  if (error instanceof ConnectionError) {
    return new Problem('unavailable', `${remote.path}: ${error.message}`);
  }
  throw error;
}
