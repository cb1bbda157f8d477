import { Rule } from './rule';

const MISSPELT = /\bvllm_(num_requests_\w+|gpu_cache_usage_perc|kv_cache_usage_perc|time_to_first_token_\w+|e2e_request_latency_\w+)/;

export const misspeltVllmMetric: Rule = {
  name: 'misspelt-vllm-metric',
  severity: 'warning',
  summary: 'a query for a metric of vLLM with an underscore instead of a colon',
  why: 'vLLM exports vllm:num_requests_waiting. Unless a relabelling renames it, the query has no result, which KEDA takes for 0.',
  incident: 'https://github.com/volcano-sh/kthena/pull/868',
  check: ({ scalers }) => scalers.flatMap((scaler) => scaler.triggers.flatMap((trigger) => trigger.queries.flatMap(({ key, text }) => {
    const misspelt = MISSPELT.exec(text)?.[0];
    return misspelt === undefined ? [] : [scaler.violation(trigger.at(key), misspelt.replace('_', ':'), `write ${misspelt.replace('_', ':')}`, misspelt)];
  }))),
};
