/** Notices jobs as they arrive in keys of one connection. */
export interface RedisWatcher {
  /** @returns a function that ends it */
  watch(key: string, onChange: () => void): () => void;
  close(): void;
}
