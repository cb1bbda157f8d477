/** Progress of long work: one line that renews itself on a terminal, plain lines now and then elsewhere. */

/** Where progress is written. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): void;
}

/** Seconds as people say them: `45 s`, `3 min 20 s`, `16 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  return rest === 0 || minutes >= 10 ? `${Math.round(whole / 60)} min` : `${minutes} min ${rest} s`;
}

/** A piece of work that is under way. */
export class Progress {
  private readonly began = Date.now();
  private readonly timer: NodeJS.Timeout;
  private detail = '';

  /**
   * @param output where to write, usually `process.stderr`.
   * @param title what is being done, in a few words.
   * @param note what else a person may want to know about it; not on the line that renews itself, which is short.
   * @param expectedSeconds how long it takes at most, as far as is known.
   * @param quietSeconds without a terminal, how often a line says that it still runs.
   */
  constructor(
    private readonly output: ProgressOutput, private readonly title: string, private readonly note: string,
    private readonly expectedSeconds: number, quietSeconds = 30,
  ) {
    if (output.isTTY) {
      this.timer = setInterval(() => this.draw(), 200);
    } else {
      output.write(`${title} (${note}), at most about ${duration(expectedSeconds)}\n`);
      this.timer = setInterval(() => output.write(`${this.line()}\n`), quietSeconds * 1000);
    }
    this.timer.unref();
  }

  /** Says what is being worked on right now. */
  update(detail: string): void {
    this.detail = detail;
  }

  /** Ends the work with a closing word, and returns the seconds it took. */
  end(word: string): number {
    clearInterval(this.timer);
    const seconds = (Date.now() - this.began) / 1000;
    this.output.write(`${this.output.isTTY ? '\r\u001b[2K' : ''}${this.title} (${this.note}): ${word} in ${duration(seconds)}\n`);
    return seconds;
  }

  private line(): string {
    const elapsed = duration((Date.now() - this.began) / 1000);
    return `${this.title}: ${elapsed} of at most about ${duration(this.expectedSeconds)}${this.detail === '' ? '' : `, ${this.detail}`}`;
  }

  private draw(): void {
    this.output.write(`\r\u001b[2K${this.line().slice(0, (this.output.columns || 80) - 1)}`);
  }
}
