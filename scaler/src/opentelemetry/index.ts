/** What sends traces: a file of its own in the image, loaded only where traces have somewhere to go. */
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import { CallSpans } from './call-spans';
import { ExportProblems } from './export-problems';
import type { Log } from '../log';
import type { Tracing } from '../tracing';

/** How long the last traces may take, after the last call: well within the pod's grace. */
const LAST_EXPORT_MS = 2000;

/** No name in Kubernetes is as long, but a caller may send what it likes. */
const LONGEST_TEXT = 1000;

/** Sends traces by OTLP over HTTP, configured by OpenTelemetry's own environment variables. */
export function startTracing(log: Log): Tracing {
  const problems = new ExportProblems(log);
  const say = (message: string, ...more: unknown[]) => problems.say([message, ...more].join(' '));
  const nothing = () => undefined;
  diag.setLogger({ error: say, warn: say, info: nothing, debug: nothing, verbose: nothing }, DiagLogLevel.WARN);
  setGlobalErrorHandler((error) => problems.say(error));

  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ [ATTR_SERVICE_NAME]: 'gpu-scaler' }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanLimits: { attributeValueLengthLimit: LONGEST_TEXT },
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  const spans = new CallSpans(provider.getTracer('gpu-scaler'));
  return {
    call: (method, metadata) => spans.call(method, metadata),
    close: () => within(LAST_EXPORT_MS, provider.shutdown()).catch((error: Error) => problems.say(error)),
  };
}

function within(ms: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the last traces were not taken within ${ms} ms`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
