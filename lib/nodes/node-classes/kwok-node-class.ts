import { Duration } from 'cdk8s';
import { NodeClassBinding, referenceTo } from './node-class-binding';
import * as kwok from '../../../imports/karpenter.kwok.sh';
import { clusterScoped, objectName } from '../../private/names';
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
    bind: (pool) => referenceTo(clusterScoped(new kwok.KwokNodeClass(pool, 'NodeClass', {
      metadata: { name: objectName(pool) },
      spec: nodeRegistrationDelay === undefined ? {} : { nodeRegistrationDelay: `${nodeRegistrationDelay.toSeconds()}s` },
    }))),
  };
}
