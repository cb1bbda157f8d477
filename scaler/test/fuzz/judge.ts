import { status } from '@grpc/grpc-js';
import { MetadataCase } from './metadata';
import { RawAnswer } from './raw-client';
import { EXTERNAL_SCALER_SERVICE, GetMetricSpecResponse, GetMetricsResponse } from '../../src/external-scaler-proto';

/** The longest that the words of an error may be: they go into the headers of the answer, of which clients take some kilobytes. */
const MOST_DETAILS = 1100;

/** What is wrong with the answer to metadata, whatever is in that; nothing if it is as it has to be. */
export function fault({ method }: MetadataCase, { code, details, message }: RawAnswer): string | undefined {
  if (details.length > MOST_DETAILS) {
    return `an error of ${details.length} characters`;
  }
  switch (code) {
    case status.OK:
      return message === undefined ? 'OK without a message' : faultOf(method, message);
    case status.INVALID_ARGUMENT:
      return /: got .*; expected | … |: unknown metadata key /s.test(details) ? undefined : `a refusal that does not say what was expected: ${details}`;
    case status.NOT_FOUND:
      return method === 'GetMetrics' ? undefined : `NOT_FOUND: ${details}`;
    case status.UNAVAILABLE:
      return details.startsWith('connection jobs: ') ? undefined : `UNAVAILABLE, though the source can be read: ${details}`;
    default:
      return `${code === undefined ? 'no status' : status[code]}: ${details}`;
  }
}

function faultOf(method: MetadataCase['method'], message: Buffer): string | undefined {
  const answer = EXTERNAL_SCALER_SERVICE[method].responseDeserialize(message);
  const [numbers, least] = method === 'GetMetrics' ? [(answer as GetMetricsResponse).metricValues.map(({ metricValueFloat }) => metricValueFloat), 0]
    : method.endsWith('MetricSpec') ? [(answer as GetMetricSpecResponse).metricSpecs.map(({ targetSizeFloat }) => targetSizeFloat), Number.MIN_VALUE] : [[0], 0];
  return numbers.length === 1 && Number.isFinite(numbers[0]) && numbers[0] >= least ? undefined : `${method} answered ${JSON.stringify(answer)}`;
}
