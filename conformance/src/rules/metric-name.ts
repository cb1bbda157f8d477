import { Violation } from '../finding';
import { Rule } from '../rule';
import { shown } from '../shown';

/** What Kubernetes refuses in a part of a path, what would have to be escaped, and upper case. */
const WRONG = /[/%\s\p{Cc}\p{Lu}]/u;

export const METRIC_NAME: Rule = {
  name: 'metric-name',
  title: 'the metric name can be a part of a URL path, and is in lower case',
  why: 'KEDA does not normalise names of external scalers, and the HPA asks for the metric by a path that ends in it: with a / or % the request '
    + "is refused. KEDA's look-up ignores case, so two names that differ in case alone are one.",
  see: 'https://github.com/kubernetes/apimachinery/blob/v0.36.4/pkg/api/validation/path/name.go',
  needs: [],
  check: async (context) => {
    const { metricName } = await context.spec();
    if (WRONG.test(metricName)) {
      throw new Violation({
        expected: 'a metricName without /, %, white space and upper case',
        seen: shown(metricName),
        advice: 'use lower-case letters, digits, - and _; replace everything else before you return it',
      });
    }
  },
};
