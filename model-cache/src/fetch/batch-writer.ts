import { FileHandle } from 'node:fs/promises';

/** Bytes that are gathered before they are written: few large writes cost less than many small ones. */
const BATCH = 256 * 1024;

/** Writes what comes of a part of a file: gathered, and one batch at a time, while more comes. */
export class BatchWriter {
  private batch: Buffer[] = [];
  private size = 0;
  private writing = Promise.resolve();

  /** @param written told of each range that was written */
  public constructor(private readonly handle: FileHandle, private position: number, private readonly written: (from: number, to: number) => void) {}

  /** Where the next byte goes. */
  public get end(): number {
    return this.position + this.size;
  }

  public async push(chunk: Buffer): Promise<void> {
    this.batch.push(chunk);
    this.size += chunk.length;
    if (this.size >= BATCH) {
      await this.write();
    }
  }

  /** Writes the rest. */
  public async finish(): Promise<void> {
    await this.write();
    await this.writing;
  }

  private async write(): Promise<void> {
    await this.writing;
    const [buffers, from] = [this.batch, this.position];
    [this.batch, this.position, this.size] = [[], this.end, 0];
    const to = this.position;
    this.writing = writeAll(this.handle, buffers, from).then(() => this.written(from, to));
    this.writing.catch(() => undefined); // awaited by the next write
  }
}

async function writeAll(handle: FileHandle, buffers: readonly Buffer[], position: number): Promise<void> {
  for (let rest = buffers; rest.length > 0;) {
    const { bytesWritten } = await handle.writev(rest, position);
    position += bytesWritten;
    rest = after(rest, bytesWritten);
  }
}

/** What is left of buffers when so many bytes of them are written: a disk that is nearly full takes a part. */
function after(buffers: readonly Buffer[], bytes: number): Buffer[] {
  let left = bytes;
  return buffers.flatMap((buffer) => {
    const taken = Math.min(left, buffer.length);
    left -= taken;
    return taken === buffer.length ? [] : [buffer.subarray(taken)];
  });
}
