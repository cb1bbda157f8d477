import { ServiceError, status } from '@grpc/grpc-js';

/** A value or an answer, as the report shows it. */
export function shown(value: unknown): string {
  if (Array.isArray(value) && value.length === 0) {
    return 'none';
  }
  return JSON.stringify(value, (_, part) => (typeof part === 'number' && !Number.isFinite(part) ? String(part) : part));
}

/** How a stream ended, as the report shows it. */
export function shownEnd(ended: 'OK' | ServiceError | undefined): string {
  return ended === undefined ? 'nothing' : `the end of the stream with ${ended === 'OK' ? ended : problem(ended)}`;
}

/** An error, as the report shows it. */
export function problem(error: ServiceError): string {
  return error.code === undefined ? error.message : `${status[error.code]}: ${error.details}`;
}
