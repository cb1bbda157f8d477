import { once } from 'events';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { createServer, Server } from 'http';
import { AddressInfo } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { setTimeout as sleep } from 'timers/promises';
import { describeWithGoServer, goServer } from './go-server';
import { ServerProcess } from './server-process';
import { TestServer } from './test-server';
import { freePort } from '../../rehearsal/src/run/free-port';

const NAME = 'opentelemetry-collector';

/** `describe` for what needs an OpenTelemetry Collector. */
export const describeWithCollector = describeWithGoServer(NAME);

/** The kinds of spans, as OTLP numbers them. */
export enum Kind { INTERNAL = 1, SERVER = 2, CLIENT = 3 }

/** A span as the collector has passed it on. */
export interface CollectedSpan {
  readonly name: string;
  readonly kind: Kind;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first span of a trace. */
  readonly parentSpanId: string;
  readonly attributes: Attributes;
  readonly events: readonly { readonly name: string; readonly attributes: Attributes }[];
  /** The spans that it names as related. */
  readonly links: readonly string[];
  readonly isError: boolean;
  readonly resource: Attributes;
  readonly ms: number;
}

interface Attributes {
  readonly [name: string]: string | number | boolean;
}

/** A real OpenTelemetry Collector of a test's own, on loopback, which takes OTLP over HTTP and passes it on to the test. */
export class OpenTelemetryCollector extends TestServer {
  /**
   * Starts one on free ports and returns when it listens.
   *
   * @param token what all who send have to send too
   */
  public static async start(token?: string): Promise<OpenTelemetryCollector> {
    const receiver = createServer();
    await once(receiver.listen(0, '127.0.0.1'), 'listening');
    const collector = new OpenTelemetryCollector(await freePort(), receiver, token);
    await collector.launch();
    return collector;
  }

  /** Base URL that OTLP is to be sent to. */
  public readonly endpoint: string;
  /** All that have come. */
  public readonly spans: CollectedSpan[] = [];
  protected readonly server: ServerProcess;
  private readonly directory = mkdtempSync(join(tmpdir(), `${NAME}-`));

  private constructor(port: number, private readonly receiver: Server, token?: string) {
    super();
    this.endpoint = `http://127.0.0.1:${port}`;
    receiver.on('request', async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) {
        parts.push(part);
      }
      this.spans.push(...spansOf(JSON.parse(Buffer.concat(parts).toString())));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
    const config = join(this.directory, 'config.json'); // which is YAML too
    writeFileSync(config, JSON.stringify({
      extensions: { bearertokenauth: { token: token ?? 'of nobody' } },
      receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}`, ...token !== undefined && { auth: { authenticator: 'bearertokenauth' } } } } } },
      exporters: {
        otlp_http: { endpoint: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`, encoding: 'json', compression: 'none', sending_queue: { enabled: false } },
      },
      service: {
        extensions: ['bearertokenauth'],
        pipelines: { traces: { receivers: ['otlp'], exporters: ['otlp_http'] } },
        telemetry: { metrics: { level: 'none' } },
      },
    }));
    this.server = new ServerProcess({ executable: goServer(NAME), args: ['--config', config], ready: () => fetch(this.endpoint) });
  }

  /** Waits for a span. */
  public async span(is: (span: CollectedSpan) => boolean): Promise<CollectedSpan> {
    for (const until = Date.now() + 10_000; Date.now() < until; await sleep(20)) {
      const found = this.spans.find(is);
      if (found !== undefined) {
        return found;
      }
    }
    throw new Error(`no such span among ${JSON.stringify(this.spans, undefined, 2)}`);
  }

  public async stop(): Promise<void> {
    await this.kill();
    this.receiver.closeAllConnections();
    this.receiver.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** The part of OTLP's JSON that tests look at. Numbers of 64 bits are texts there. */
interface TracesData {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes?: readonly KeyValue[] };
    readonly scopeSpans: readonly { readonly spans: readonly RawSpan[] }[];
  }[];
}

interface RawSpan {
  readonly name: string;
  readonly kind: Kind;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes?: readonly KeyValue[];
  readonly events?: readonly { readonly name: string; readonly attributes?: readonly KeyValue[] }[];
  readonly links?: readonly { readonly spanId: string }[];
  readonly status?: { readonly code?: number };
}

interface KeyValue {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: string; readonly doubleValue?: number; readonly boolValue?: boolean };
}

const ERROR_STATUS = 2;

function spansOf({ resourceSpans }: TracesData): CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans.map((span) => ({
    name: span.name,
    kind: span.kind,
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId ?? '',
    attributes: attributesOf(span.attributes),
    events: (span.events ?? []).map(({ name, attributes }) => ({ name, attributes: attributesOf(attributes) })),
    links: (span.links ?? []).map(({ spanId }) => spanId),
    isError: span.status?.code === ERROR_STATUS,
    resource: attributesOf(resource.attributes),
    ms: Number(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)) / 1e6,
  }))));
}

function attributesOf(list: readonly KeyValue[] = []): Attributes {
  return Object.fromEntries(list.map(({ key, value: { stringValue, intValue, doubleValue, boolValue } }) => [
    key, stringValue ?? boolValue ?? doubleValue ?? Number(intValue),
  ]));
}
