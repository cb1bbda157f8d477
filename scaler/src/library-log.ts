import { format } from 'node:util';
import { setLogger } from '@grpc/grpc-js';
import { Log } from './log';

/** Lets what libraries print be lines of the log: whoever reads it takes each line for JSON. gRPC says which level; the NATS client takes the console. */
export function logLibraries(log: Log): void {
  setLogger({
    error: (...words: unknown[]) => log('error', 'gRPC', { text: format(...words) }),
    info: (...words: unknown[]) => log('info', 'gRPC', { text: format(...words) }),
    debug: (...words: unknown[]) => log('info', 'gRPC', { text: format(...words) }),
  });
  for (const method of ['log', 'debug', 'info', 'warn', 'error'] as const) {
    console[method] = (...words: unknown[]) => log('warn', 'a library', { text: format(...words) });
  }
}
