/** What a scenario has measured, printed and kept in `bench/results/rehearsal-SCENARIO.json`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One measured figure. */
export interface Figure {
  readonly value: number;
  /** For example `s`, `USD/h`, `nodes`. */
  readonly unit: string;
  /** The bound that the scenario asserts, if it asserts one. */
  readonly goal?: number;
  readonly better: 'lower' | 'higher';
}

const RESULTS = join(__dirname, '../../../bench/results');

/** The figures of one scenario. The file is written anew with each figure, so that a run that fails keeps what it had measured. */
export class Figures {
  private readonly figures: Record<string, Figure> = {};

  /** @param scenario lower-case letters, digits and dashes: part of the file's name */
  constructor(private readonly scenario: string) {}

  /** Keeps a figure, rounded to a thousandth, and prints it. */
  add(name: string, figure: Figure): void {
    if (!Number.isFinite(figure.value)) {
      throw new Error(`the figure "${name}" of ${this.scenario} is ${figure.value}: expected a finite number`);
    }
    const value = Math.round(figure.value * 1000) / 1000;
    this.figures[name] = { ...figure, value };
    const goal = figure.goal === undefined ? '' : ` (goal: ${figure.better === 'lower' ? 'at most' : 'at least'} ${figure.goal} ${figure.unit})`;
    console.log(`[figure] ${name}: ${value} ${figure.unit}${goal}`);
    mkdirSync(RESULTS, { recursive: true });
    writeFileSync(join(RESULTS, `rehearsal-${this.scenario}.json`), `${JSON.stringify(this.figures, undefined, 2)}\n`);
  }
}
