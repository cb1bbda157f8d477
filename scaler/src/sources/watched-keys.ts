/** Who watches which keys of a server. */
export class WatchedKeys {
  private readonly callbacks = new Map<string, Set<() => void>>();

  /** @param changed called with a key that is watched from now on, or no longer */
  public constructor(private readonly changed: (key: string) => void) {}

  public get keys(): string[] {
    return [...this.callbacks.keys()];
  }

  public has(key: string): boolean {
    return this.callbacks.has(key);
  }

  /** @returns a function that ends it */
  public add(key: string, onChange: () => void): () => void {
    const callbacks = this.callbacks.get(key) ?? new Set();
    // A wrapper, so that two watches with one function end apart.
    const callback = () => onChange();
    callbacks.add(callback);
    if (callbacks.size === 1) {
      this.callbacks.set(key, callbacks);
      this.changed(key);
    }
    return () => {
      callbacks.delete(callback);
      if (callbacks.size === 0 && this.callbacks.get(key) === callbacks) {
        this.callbacks.delete(key);
        this.changed(key);
      }
    };
  }

  public notify(key: string): void {
    for (const callback of [...this.callbacks.get(key) ?? []]) {
      callback();
    }
  }
}
