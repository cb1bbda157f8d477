/** Prints what happens when, and keeps the times. */

/** Seconds since a moment, printed step by step. */
export class Timeline {
  private began = Date.now();

  /** @param title whose times these are, printed before each step */
  constructor(private readonly title: string) {}

  /** Starts to count again at 0 and prints why. */
  restart(step: string): void {
    this.began = Date.now();
    this.print(0, step);
  }

  /** Prints a step with its time and returns the seconds since the start. */
  mark(step: string): number {
    const seconds = this.seconds;
    this.print(seconds, step);
    return seconds;
  }

  /** Seconds since the start. */
  get seconds(): number {
    return (Date.now() - this.began) / 1000;
  }

  private print(seconds: number, step: string): void {
    console.log(`[${this.title}] ${seconds.toFixed(2).padStart(7)} s  ${step}`);
  }
}
