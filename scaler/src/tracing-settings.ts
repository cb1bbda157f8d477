import { otlpEndpoint, otlpUrl, refusal, SCALER_RUNTIME } from '../../lib/contract';

const { otel } = SCALER_RUNTIME;

/** The only one that is spoken, and OpenTelemetry's default. */
const PROTOCOL = 'http/protobuf';

const RATIO_SAMPLERS = ['traceidratio', 'parentbased_traceidratio'];
const SAMPLERS = ['always_on', 'always_off', 'parentbased_always_on', 'parentbased_always_off', ...RATIO_SAMPLERS];

/**
 * Where traces go; nowhere if OpenTelemetry's variables name no endpoint.
 *
 * OpenTelemetry reads its variables by itself, and goes on with its defaults where one is wrong. What would send traces elsewhere, or others than were
 * asked for, is refused here.
 *
 * @throws ContractError if the endpoint, the protocol or the sampler is wrong
 */
export function readTracing(env: { readonly [name: string]: string | undefined }): string | undefined {
  // To OpenTelemetry an empty variable is none.
  const first = (...names: string[]) => names.map((name) => ({ name, value: env[name]?.trim() })).find(({ value }) => value);
  const endpoint = first(otel.tracesEndpoint, otel.endpoint);
  if (endpoint === undefined || first(otel.disabled)?.value?.toLowerCase() === 'true') {
    return undefined;
  }
  (endpoint.name === otel.endpoint ? otlpEndpoint : otlpUrl).read(endpoint.name, endpoint.value);
  const protocol = first(otel.tracesProtocol, otel.protocol);
  if (protocol !== undefined && protocol.value !== PROTOCOL) {
    throw refusal(protocol.name, protocol.value, PROTOCOL, `leave ${protocol.name} out, and name an endpoint of that protocol, which is usually port 4318`);
  }
  checkSampler(first(otel.sampler)?.value, first(otel.samplerArgument)?.value);
  return endpoint.value;
}

function checkSampler(sampler: string | undefined, argument: string | undefined): void {
  if (sampler !== undefined && !SAMPLERS.includes(sampler)) {
    throw refusal(otel.sampler, sampler, `one of ${SAMPLERS.join(', ')}`, `correct ${otel.sampler}`);
  }
  if (sampler !== undefined && RATIO_SAMPLERS.includes(sampler) && !(Number(argument) >= 0 && Number(argument) <= 1)) {
    throw refusal(otel.samplerArgument, argument, `a number from 0 to 1 for ${sampler}`, `set ${otel.samplerArgument}: 0.01 records one trace of a hundred`);
  }
}
