import { Duration } from 'cdk8s';
import { NodeClassBinding, referenceTo } from './node-class-binding';
import * as kwok from '../../../imports/karpenter.kwok.sh';
import { clusterScoped, objectName } from '../../private/names';
import { requireSeconds } from '../../private/refuse';
import { KWOK } from '../provider';

/** Options of `NodeClass.kwok`. */
export interface KwokNodeClassOptions {
  /**
   * Time from the launch of a fake machine to its Node object.
   *
   * @default - no delay
   */
  readonly nodeRegistrationDelay?: Duration;
}

/** A `KWOKNodeClass`. */
export function kwokNodeClass({ nodeRegistrationDelay }: KwokNodeClassOptions): NodeClassBinding {
  return {
    provider: KWOK,
    bind: (pool) => {
      if (nodeRegistrationDelay !== undefined) {
        requireSeconds(pool, 'nodeRegistrationDelay', nodeRegistrationDelay.toSeconds({ integral: false }), 0);
      }
      return referenceTo(clusterScoped(new kwok.KwokNodeClass(pool, 'NodeClass', {
        metadata: { name: objectName(pool) },
        spec: nodeRegistrationDelay === undefined ? {} : { nodeRegistrationDelay: `${nodeRegistrationDelay.toSeconds()}s` },
      })));
    },
  };
}
