import { handleUnaryCall, sendUnaryData, ServerUnaryCall, ServerWritableStream, status, UntypedServiceImplementation } from '@grpc/grpc-js';
import { isActive, metricSpecs, metricValues } from './answers';
import { detailsOf } from './details';
import { GetMetricSpecResponse, GetMetricsRequest, GetMetricsResponse, IsActiveResponse, ScaledObjectRef } from './external-scaler-proto';
import { Log } from './log';
import { Metrics } from './metrics';
import { OpenStreams, refuseStream, streamActivation, streamMetricSpecs, StreamTimes } from './streams';
import { TargetOverrides } from './target-overrides';
import { TracedCall, Tracing } from './tracing';
import { Trigger, Triggers } from './triggers';
import { ContractError } from '../../lib/contract';

/** A call about a metric that the trigger does not have. */
class UnknownMetricError extends Error {}

/** A request without an object is refused for its metadata, as an empty one is. */
const NOTHING: ScaledObjectRef = { name: '', namespace: '', scalerMetadata: {} };

/** What the service needs. */
export interface ServiceParts {
  readonly triggers: Triggers;
  readonly overrides: TargetOverrides;
  readonly streams: OpenStreams;
  readonly times: StreamTimes;
  readonly metrics: Metrics;
  /** Absent where nothing is traced. */
  readonly tracing?: Tracing;
  readonly log: Log;
}

/** What all calls of one method need. */
type MethodParts = Pick<ServiceParts, 'metrics' | 'tracing' | 'log'>;

/** The five calls of KEDA's external scaler. */
export function externalScalerService(parts: ServiceParts): UntypedServiceImplementation {
  const { triggers, overrides, streams, times, tracing, log } = parts;
  const find = (ref: ScaledObjectRef, traced: TracedCall | undefined): Trigger => {
    const trigger = triggers.find(ref);
    traced?.about(trigger.object);
    return trigger;
  };
  const getMetricSpec = async (ref: ScaledObjectRef, traced?: TracedCall): Promise<GetMetricSpecResponse> => {
    const trigger = find(ref, traced);
    return metricSpecs(trigger, triggers.target(trigger)); // from the metadata alone: KEDA's fallback does not work when this call fails
  };
  const getMetrics = async ({ scaledObjectRef, metricName }: GetMetricsRequest, traced?: TracedCall): Promise<GetMetricsResponse> => {
    const trigger = find(scaledObjectRef ?? NOTHING, traced);
    if (metricName !== trigger.metadata.metricName) {
      throw new UnknownMetricError(`metricName: got ${JSON.stringify(metricName)}; expected ${JSON.stringify(trigger.metadata.metricName)}, the metric of this trigger; `
        + 'let KEDA reconcile the ScaledObject');
    }
    return metricValues(trigger, await trigger.queue.read(traced));
  };
  const getIsActive = async (ref: ScaledObjectRef, traced?: TracedCall): Promise<IsActiveResponse> => {
    const trigger = find(ref, traced);
    return { result: isActive(trigger, await trigger.queue.read(traced)) };
  };
  const stream = <Answer>(
    method: string, begin: (call: ServerWritableStream<ScaledObjectRef, Answer>, trigger: Trigger, traced?: TracedCall) => () => void,
  ) => (call: ServerWritableStream<ScaledObjectRef, Answer>) => {
    const traced = tracing?.call(method, call.metadata);
    let trigger: Trigger;
    try {
      trigger = find(call.request, traced);
    } catch (error) {
      traced?.answered('INVALID_ARGUMENT');
      refuseStream(call, error as Error);
      return;
    }
    streams.open(call, times, () => begin(call, trigger, traced));
  };
  return {
    GetMetricSpec: unary('GetMetricSpec', getMetricSpec, parts),
    GetMetrics: unary('GetMetrics', getMetrics, parts),
    IsActive: unary('IsActive', getIsActive, parts),
    StreamIsActive: stream<IsActiveResponse>('StreamIsActive', (call, trigger, traced) => streamActivation(call, trigger, times, log, traced)),
    StreamMetricSpec: stream<GetMetricSpecResponse>('StreamMetricSpec', (call, trigger, traced) =>
      streamMetricSpecs(call, trigger, triggers, overrides, times, traced)),
  };
}

function unary<Request, Answer>(
  method: string, answer: (request: Request, traced?: TracedCall) => Promise<Answer>, { metrics, tracing, log }: MethodParts,
): handleUnaryCall<Request, Answer> {
  return (call: ServerUnaryCall<Request, Answer>, callback: sendUnaryData<Answer>) => {
    const began = performance.now();
    const traced = tracing?.call(method, call.metadata);
    const called = (code: status) => {
      metrics.called(method, code, (performance.now() - began) / 1000);
      traced?.answered(status[code] as keyof typeof status);
    };
    answer(call.request, traced).then(
      (response) => {
        called(status.OK);
        callback(null, response);
      },
      (error: Error) => {
        const code = codeOf(error);
        called(code);
        const details = detailsOf(error);
        log(code === status.UNAVAILABLE ? 'warn' : 'error', 'call refused', { call: call.getPath(), code: status[code], problem: details });
        callback({ code, details });
      },
    );
  };
}

/** A source that cannot be read is UNAVAILABLE: KEDA then holds the replicas. */
function codeOf(error: Error): status {
  if (error instanceof ContractError) {
    return status.INVALID_ARGUMENT;
  }
  return error instanceof UnknownMetricError ? status.NOT_FOUND : status.UNAVAILABLE;
}
