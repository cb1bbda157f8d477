import { ClientReadableStream, ServiceError } from '@grpc/grpc-js';

/** One message of a stream, and when it came. */
export interface Received<T> {
  readonly value: T;
  readonly at: number;
}

/** An open stream and what it has brought. */
export class Stream<T> {
  public readonly received: Received<T>[] = [];
  /** Undefined while open, `OK` after a clean end, else the error. */
  public ended?: 'OK' | ServiceError;
  private readonly listeners = new Set<() => void>();

  public constructor(private readonly call: ClientReadableStream<T>) {
    call.on('data', (value: T) => this.note(() => this.received.push({ value, at: performance.now() })));
    call.on('end', () => this.note(() => this.ended ??= 'OK'));
    call.on('error', (error: ServiceError) => this.note(() => this.ended = error));
  }

  public cancel(): void {
    this.call.cancel();
  }

  /** Waits until as many messages have come. */
  public async count(messages: number, withinMs: number = 3000): Promise<Received<T>> {
    await this.until(() => this.received.length >= messages, withinMs, `${messages} messages`);
    return this.received[messages - 1];
  }

  public async end(withinMs: number = 3000): Promise<'OK' | ServiceError> {
    await this.until(() => this.ended !== undefined, withinMs, 'the end');
    return this.ended!;
  }

  private until(condition: () => boolean, withinMs: number, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (condition()) {
          clearTimeout(timer);
          this.listeners.delete(check);
          resolve();
        }
      };
      const timer = setTimeout(() => {
        this.listeners.delete(check);
        reject(new Error(`expected ${what} within ${withinMs} ms; got ${JSON.stringify(this.received)}, end: ${String(this.ended)}`));
      }, withinMs);
      this.listeners.add(check);
      check();
    });
  }

  private note(change: () => void): void {
    change();
    [...this.listeners].forEach((listener) => listener());
  }
}
