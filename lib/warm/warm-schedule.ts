import { Construct } from 'constructs';
import { CronTrigger } from '../../imports/keda-triggers';
import { cronFault } from '../private/cron-expression';
import { refuse, requireWhole } from '../private/refuse';

/** A time of the week in which a warm pool keeps more places, such as business hours. */
export interface WarmSchedule {
  /** When it begins: a cron expression of five fields, as in `30 7 * * 1-5`. Let it begin a cold start before the places are needed. */
  readonly start: string;

  /** When it ends: a cron expression of five fields, another one than `start`. */
  readonly end: string;

  /** The time zone of both, by its IANA name, as in `Europe/Berlin`. Daylight saving is followed. */
  readonly timeZone: string;

  /**
   * Places kept free in that time. More than a tenth above the pool's `spare`, or the HPA would ignore the difference; of schedules that
   * overlap, the largest counts.
   */
  readonly spare: number;
}

/** Differences of up to this part are none to the HPA. */
const HPA_TOLERANCE = 0.1;

/**
 * KEDA's trigger for a schedule.
 *
 * @throws Error if KEDA would not accept it, or it would change nothing
 */
export function cronTrigger(scope: Construct, what: string, { start, end, timeZone, spare }: WarmSchedule, otherwise: number): CronTrigger {
  for (const [field, expression] of Object.entries({ start, end })) {
    const fault = cronFault(expression);
    if (fault !== undefined) {
      refuse(scope, `${what}.${field}`, expression, fault, 'correct it');
    }
  }
  if (start === end) {
    refuse(scope, `${what}.end`, end, 'another time than start', 'correct it');
  }
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    refuse(scope, `${what}.timeZone`, timeZone, 'the IANA name of a time zone, such as Europe/Berlin', 'correct it');
  }
  requireWhole(scope, `${what}.spare`, spare, Math.floor(otherwise * (1 + HPA_TOLERANCE)) + 1);
  return new CronTrigger({ start, end, timezone: timeZone, desiredReplicas: spare });
}
