import { Rule } from './rule';

/** A function that makes one series of many. */
const AGGREGATION = /\b(sum|avg|min|max|count|group|quantile|topk|scalar|histogram_quantile|absent)\b\s*(by|without|\()/i;

export const queryOfSeveralSeries: Rule = {
  name: 'query-of-several-series',
  severity: 'error',
  summary: 'a Prometheus query of GPU workers without an aggregation',
  why: 'It gives a series for every pod. With the second pod KEDA gets several values, answers with an error, and scales no more.',
  incident: 'https://github.com/kedacore/keda/issues/3855',
  check: ({ scalers }) => scalers.filter(({ isGpu }) => isGpu).flatMap((scaler) => scaler.triggers
    .flatMap((trigger) => trigger.queries.filter(({ text }) => !AGGREGATION.test(text))
      .map(({ key, text }) => scaler.violation(trigger.at(key), 'a query that gives one value', `write sum(${text.trim()})`)))),
};
