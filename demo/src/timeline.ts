import { createColors } from 'picocolors';
import { Depth } from './jobs';
import { wrap } from './wrap';

/** The columns; what happens is wrapped where a terminal is narrower than all of them. */
const WIDTH = { event: 65, leastEvent: 30, others: 40, bar: 10 };

/** How long a reader at a terminal gets for each line. */
const READING_MS = 250;

/** Colours only for a terminal: a log of CI is none, whatever else may be said of it. */
const pc = createColors(process.stdout.isTTY === true && !process.env.NO_COLOR);

/** The story as it is told: a coloured timeline in a terminal, plain lines elsewhere. */
export class Timeline {
  private readonly terminal = process.stdout.isTTY === true;
  private readonly eventWidth = Math.max(WIDTH.leastEvent, Math.min(WIDTH.event, (process.stdout.columns || Infinity) - WIDTH.others));

  public heading(text: string): void {
    console.log(`\n${pc.bold(text)}`);
  }

  public note(text: string): void {
    console.log(`  ${text}`);
  }

  public columns(): void {
    console.log(pc.dim(`\n  ${'story'.padEnd(6)} ${'what happens'.padEnd(this.eventWidth)} ${'waiting'.padStart(7)} ${'running'.padStart(7)}  workers`));
  }

  /** One line of the story: at `seconds` of its time, what happens, and what there is then. */
  public async event(seconds: number, text: string, depth: Depth, replicas: number): Promise<void> {
    const time = `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
    const numbers = `${String(depth.waiting).padStart(7)} ${String(depth.inFlight).padStart(7)}`;
    const [first, ...more] = wrap(text, this.eventWidth);
    console.log(`  ${pc.cyan(time.padEnd(6))} ${first.padEnd(this.eventWidth)} ${pc.yellow(numbers)}  ${this.workers(replicas)}`);
    more.forEach((line) => console.log(`  ${' '.repeat(6)} ${line}`));
    if (this.terminal) {
      await new Promise((resolve) => setTimeout(resolve, READING_MS));
    }
  }

  public check(what: string, passed: boolean, got: string): void {
    console.log(passed ? `  ${pc.green('✓')} ${what} ${pc.dim(`(${got})`)}` : `  ${pc.red('✗')} ${what}: got ${got}`);
  }

  private workers(replicas: number): string {
    return this.terminal ? `${pc.green('█'.repeat(replicas))}${pc.dim('·'.repeat(Math.max(0, WIDTH.bar - replicas)))} ${replicas}` : String(replicas);
  }
}
