import { appendFile, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Coverage, Range } from './coverage';
import { FileFacts, sameFacts } from './remote-file';

/** That a file was complete and right. */
export interface Verified {
  /** When it was last written, in milliseconds. */
  readonly modified: number;
}

/** What is known of one file that is being fetched. */
export interface FileProgress {
  readonly coverage: Coverage;
  verified?: Verified;
}

/** A line of the journal: the newest of a file holds. */
interface Line {
  readonly file: number;
  readonly ranges: readonly Range[];
  readonly verified?: Verified;
}

/**
 * Which bytes of which files have reached the disk, so that a restart goes on there. The first line lists the files, each further one says what is
 * there of one. A line is written after what it speaks of, so that it is true after a power failure too; one that was cut off is as good as absent.
 */
export class Journal {
  /**
   * Begins with what an earlier journal in `directory` says about the same files.
   *
   * @param content where the files stand: of one that is not as the journal says, nothing counts
   */
  public static async open(directory: string, content: string, files: readonly FileFacts[]): Promise<Journal> {
    const earlier = await read(join(directory, 'journal'));
    return Journal.begin(directory, files, await Promise.all(files.map(async (facts): Promise<FileProgress> => {
      const known = earlier.find((old) => sameFacts(old.facts, facts))?.progress;
      return known !== undefined && await isThere(known, join(content, facts.path), facts) ? known : { coverage: new Coverage() };
    })));
  }

  /** Begins with what is known of each file. */
  public static async begin(directory: string, files: readonly FileFacts[], progress: readonly FileProgress[]): Promise<Journal> {
    const path = join(directory, 'journal');
    const facts = files.map(({ path: name, size, etag, checksum }): FileFacts => ({ path: name, size, etag, checksum }));
    const journal = new Journal(path, progress);
    await writeDurably(path, [JSON.stringify(facts), ...progress.map((_, index) => journal.line(index)), ''].join('\n'));
    return journal;
  }

  private constructor(private readonly path: string, private readonly progress: readonly FileProgress[]) {}

  /** Bytes that are there of all files. */
  public get bytes(): number {
    return this.progress.reduce((sum, { coverage }) => sum + coverage.bytes, 0);
  }

  /** What is known of the file at this place of the list. */
  public of(index: number): FileProgress {
    return this.progress[index];
  }

  /** Writes down what is known of it. Its bytes have to be on the disk. */
  public async note(index: number, line: string = this.line(index)): Promise<void> {
    await appendFile(this.path, `${line}\n`);
  }

  /** What `note` would write now. */
  public line(index: number): string {
    const { coverage, verified } = this.progress[index];
    return JSON.stringify({ file: index, ranges: coverage.all, verified } satisfies Line);
  }
}

/** Whether a file has what is known of it. One that was touched after it had come is right only if its checksum, which is verified later, is. */
async function isThere({ coverage, verified }: FileProgress, path: string, { checksum }: FileFacts): Promise<boolean> {
  const { size, mtimeMs } = await stat(path).catch(() => ({ size: 0, mtimeMs: 0 }));
  return coverage.end <= size && (checksum !== undefined || verified === undefined || verified.modified === mtimeMs);
}

async function read(path: string): Promise<{ readonly facts: FileFacts; readonly progress: FileProgress }[]> {
  const [head, ...lines] = (await readFile(path, 'utf8').catch(() => '')).split('\n');
  const files = (parsed<readonly FileFacts[]>(head) ?? []).map((facts) => ({ facts, progress: { coverage: new Coverage() } as FileProgress }));
  for (const line of lines.map(parsed<Line>)) {
    if (line !== undefined && files[line.file] !== undefined) {
      files[line.file].progress = { coverage: new Coverage(line.ranges), verified: line.verified };
    }
  }
  return files;
}

function parsed<T>(line: string): T | undefined {
  try {
    return JSON.parse(line) as T;
  } catch {
    return undefined; // cut off
  }
}

/** Writes a file such that, whatever happens, it is as before or as given. */
export async function writeDurably(path: string, content: string): Promise<void> {
  const temporary = `${path}.new`;
  const file = await open(temporary, 'w', 0o644);
  try {
    await file.writeFile(content);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncDirectory(dirname(path));
}

/** Makes the names in a directory outlive a power failure. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
