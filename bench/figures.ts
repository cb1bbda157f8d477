/** What was measured, printed and kept in `bench/results/NAME.json`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One measured figure. */
export interface Figure {
  readonly value: number;
  /** For example `s`, `USD/h`, `nodes`. */
  readonly unit: string;
  /** The bound that is aimed at, and by scenarios asserted. */
  readonly goal?: number;
  readonly better: 'lower' | 'higher';
}

const RESULTS = join(__dirname, 'results');

/** The figures of one scenario or benchmark. The file is written anew with each figure, so that a run that fails keeps what it had measured. */
export class Figures {
  private readonly figures: Record<string, Figure> = {};

  /** @param name lower-case letters, digits and dashes: the file's name */
  constructor(private readonly name: string) {}

  /** Keeps a figure, rounded to a thousandth, and prints it. */
  add(what: string, figure: Figure): void {
    if (!Number.isFinite(figure.value)) {
      throw new Error(`the figure "${what}" of ${this.name} is ${figure.value}: expected a finite number`);
    }
    const value = Math.round(figure.value * 1000) / 1000;
    this.figures[what] = { ...figure, value };
    const goal = figure.goal === undefined ? '' : ` (goal: ${figure.better === 'lower' ? 'at most' : 'at least'} ${figure.goal} ${figure.unit})`;
    console.log(`[figure] ${what}: ${value} ${figure.unit}${goal}`);
    mkdirSync(RESULTS, { recursive: true });
    writeFileSync(join(RESULTS, `${this.name}.json`), `${JSON.stringify(this.figures, undefined, 2)}\n`);
  }
}
