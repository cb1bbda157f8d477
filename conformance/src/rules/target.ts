import { Violation } from '../finding';
import { readTarget } from '../keda/numbers';
import { Rule } from '../rule';
import { shown } from '../shown';

/** Quantities of the HPA have three decimals. */
const LEAST = 0.001;

export const TARGET: Rule = {
  name: 'target',
  title: `the target is a finite number of at least ${LEAST}`,
  why: 'KEDA takes targetSizeFloat if it is more than 0, else targetSize, and makes 0 of what is negative, NaN or infinite. An HPA with a target '
    + 'of 0 is refused by the API server: the ScaledObject is not Ready. Targets have three decimals, so less than 0.0005 is 0.',
  see: 'https://github.com/kedacore/keda/blob/v2.21.0/pkg/scalers/external_scaler.go',
  needs: [],
  check: async (context) => {
    const spec = await context.spec();
    if (readTarget(spec) < LEAST) {
      throw new Violation({
        expected: `a target of at least ${LEAST}`,
        seen: `${shown(spec)}, of which KEDA takes ${readTarget(spec)}`,
        advice: 'set targetSizeFloat; refuse metadata that gives no usable target',
      });
    }
  },
};
