import { EventEmitter } from 'node:events';
import { Reading, Source } from '../source';

/** A queue in this process: for trying things out. It starts empty and is gone when the process ends. */
export class MemoryQueue implements Source {
  public readonly description: string;
  private waiting = 0;
  private inFlight = 0;
  private readonly changes = new EventEmitter().setMaxListeners(0);

  public constructor(name: string) {
    this.description = `embedded queue ${name}`;
  }

  public get reading(): Reading {
    return { waiting: this.waiting, inFlight: this.inFlight };
  }

  public async read(): Promise<Reading> {
    return this.reading;
  }

  public watch(onChange: () => void): () => void {
    this.changes.on('change', onChange);
    return () => this.changes.off('change', onChange);
  }

  /** Jobs arrive. */
  public add(count: number): void {
    this.change(count, 0);
  }

  /** Workers take as many as there are, at most `count`; returns how many. */
  public take(count: number): number {
    const taken = Math.min(count, this.waiting);
    this.change(-taken, taken);
    return taken;
  }

  /** Workers finish as many as they have, at most `count`; returns how many. */
  public finish(count: number): number {
    const finished = Math.min(count, this.inFlight);
    this.change(0, -finished);
    return finished;
  }

  private change(waiting: number, inFlight: number): void {
    this.waiting += waiting;
    this.inFlight += inFlight;
    this.changes.emit('change');
  }
}
