/** What a pod's requests have spent somewhere, at a moment. */
interface Observation {
  /** In milliseconds of `performance.now()`. */
  readonly at: number;
  /** All that requests have spent there since the pod's start, in seconds. */
  readonly seconds: number;
}

/**
 * How many requests each pod has in its queue or in compute on average, by how fast the time grows that requests have spent there: as many seconds
 * of it as pass in a second.
 */
export class SpentTime {
  private readonly pods = new Map<string, Observation[]>();

  /**
   * @param windowMs what it is averaged over, in milliseconds
   * @param unseen the fewest requests of a pod that has not been observed for the whole window: they may have begun before
   */
  public constructor(private readonly windowMs: number, private readonly unseen: number) {}

  /** The requests that are there, on average. */
  public observe(pod: string, seconds: number, at: number): number {
    const known = this.pods.get(pod) ?? [];
    const observations = known.length > 0 && known[known.length - 1].seconds > seconds ? [] : known; // the pod has started anew
    observations.push({ at, seconds });
    this.pods.set(pod, observations);
    // The first one stays until the next is as old as the window.
    while (observations.length > 1 && at - observations[1].at >= this.windowMs) {
      observations.shift();
    }
    const [first] = observations;
    const passed = at - first.at;
    const average = passed === 0 ? 0 : 1000 * (seconds - first.seconds) / passed;
    return passed >= this.windowMs ? average : Math.max(this.unseen, average);
  }

  /** Forgets all other pods. */
  public keepOnly(pods: ReadonlySet<string>): void {
    for (const pod of this.pods.keys()) {
      if (!pods.has(pod)) {
        this.pods.delete(pod);
      }
    }
  }
}
