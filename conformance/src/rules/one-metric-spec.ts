import { Violation } from '../finding';
import { timed } from '../keda/timed';
import { Rule } from '../rule';
import { problem, shown } from '../shown';

export const ONE_METRIC_SPEC: Rule = {
  name: 'one-metric-spec',
  title: 'GetMetricSpec gives exactly one metric, with a name',
  why: 'No metric is the error "got empty metric spec", and the ScaledObject is not Ready. Of several, a ScaledJob adds up only values named like '
    + 'the first, and a formula of scalingModifiers sees only the last.',
  see: 'https://github.com/kedacore/keda/blob/v2.21.0/pkg/scaling/scale_handler.go',
  needs: [],
  check: async ({ keda, ref }) => {
    const expected = 'one metric spec with a metricName';
    const { result, error } = await timed(() => keda.getMetricSpec(ref));
    if (error !== undefined) {
      throw new Violation({ expected, seen: problem(error), advice: 'answer GetMetricSpec from the metadata alone; if the metadata is refused, correct --metadata' });
    }
    const { metricSpecs } = result!;
    if (metricSpecs.length !== 1 || metricSpecs[0].metricName === '') {
      throw new Violation({ expected, seen: shown(metricSpecs), advice: 'return one MetricSpec; let users who want several metrics write several triggers' });
    }
  },
};
