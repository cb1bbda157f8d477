/** What ioredis gives each reply to, as far as it is corrected here. */
interface DataHandler {
  readonly redis: {
    readonly commandQueue: { readonly length: number };
    recoverFromFatalError(commandError: Error, error: Error, options: { readonly offlineQueue: boolean }): void;
  };
  shiftCommand(this: DataHandler, reply: unknown): unknown;
}

let corrected = false;

/** The library, loaded with the first client, so that who uses no Redis does not wait for it. */
export function ioredis(): typeof import('ioredis') {
  if (!corrected) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- neither the bundle nor jest can load later by other means
    correct((require('ioredis/built/DataHandler') as { readonly default: { readonly prototype: DataHandler } }).default.prototype);
    corrected = true;
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- as above
  return require('ioredis') as typeof import('ioredis');
}

/**
 * A reply that nobody asked for means that those of others cannot be told apart any more, so the connection is made anew. The library goes on with it, and
 * where the reply is null throws an error that nobody can catch, which would end this process.
 */
function correct(prototype: DataHandler): void {
  const { shiftCommand } = prototype;
  prototype.shiftCommand = function (reply) {
    if (this.redis.commandQueue.length > 0) {
      return shiftCommand.call(this, reply);
    }
    const error = new Error('said more than it was asked');
    this.redis.recoverFromFatalError(error, error, { offlineQueue: false });
    return null;
  };
}
