import { ACTIVE_AGREES } from './active-agrees';
import { CLIENT_CERTIFICATE } from './client-certificate';
import { DEADLINE } from './deadline';
import { FAULT_DEADLINE } from './fault-deadline';
import { FAULT_ERROR } from './fault-error';
import { FAULT_RECOVERY } from './fault-recovery';
import { FAULT_SPEC } from './fault-spec';
import { FOLLOWS_WORK } from './follows-work';
import { INVALID_METADATA } from './invalid-metadata';
import { MANY_STREAMS } from './many-streams';
import { METRIC_NAME } from './metric-name';
import { ONE_METRIC_SPEC } from './one-metric-spec';
import { ONE_NUMBER } from './one-number';
import { ONE_VALUE } from './one-value';
import { PLAINTEXT_REFUSED } from './plaintext-refused';
import { QUIET_CONNECTION } from './quiet-connection';
import { RECONNECTS } from './reconnects';
import { STABLE_SPEC } from './stable-spec';
import { STREAM_EDGE } from './stream-edge';
import { STREAM_METRIC_SPEC } from './stream-metric-spec';
import { STREAM_RESTART } from './stream-restart';
import { STREAM_STATE } from './stream-state';
import { STREAM_STAYS } from './stream-stays';
import { SURVIVES_RESTART } from './survives-restart';
import { TARGET } from './target';
import { VALUE } from './value';
import { VALUE_NAME } from './value-name';
import { Rule } from '../rule';

/** All rules, in the order in which they are checked: those that disturb the scaler come last. */
export const RULES: readonly Rule[] = [
  ONE_METRIC_SPEC, METRIC_NAME, STABLE_SPEC, TARGET,
  ONE_VALUE, VALUE_NAME, VALUE, ONE_NUMBER, ACTIVE_AGREES, FOLLOWS_WORK,
  DEADLINE, INVALID_METADATA,
  PLAINTEXT_REFUSED, CLIENT_CERTIFICATE, QUIET_CONNECTION,
  STREAM_STATE, STREAM_EDGE, STREAM_STAYS, STREAM_METRIC_SPEC, MANY_STREAMS,
  STREAM_RESTART, SURVIVES_RESTART,
  FAULT_RECOVERY, FAULT_DEADLINE, FAULT_ERROR, FAULT_SPEC,
  RECONNECTS,
];
