import { Duration } from 'cdk8s';

/** The parts of a cold start. */
export interface ColdStartOptions {
  /**
   * From the pod that waits to the node that is ready, with its GPU registered.
   *
   * @default Duration.seconds(120)
   */
  readonly nodeStart?: Duration;

  /**
   * Pull of the worker's image on a node that does not have it.
   *
   * @default Duration.seconds(240)
   */
  readonly imagePull?: Duration;

  /**
   * From the start of the container to the first job it can take: weights, compilation, graphs.
   *
   * @default Duration.seconds(120)
   */
  readonly modelLoad?: Duration;
}

/**
 * How long a worker takes from the decision to start it until it works. The cooldown and the startup probe follow from it.
 *
 * The defaults are those of a 15 GB image with an 8-billion-parameter model on a one-GPU node, untuned.
 */
export class ColdStart {
  /** A cold start of these parts. */
  public static of(options: ColdStartOptions = {}): ColdStart {
    return new ColdStart(
      options.nodeStart ?? Duration.seconds(120),
      options.imagePull ?? Duration.seconds(240),
      options.modelLoad ?? Duration.seconds(120),
    );
  }

  private constructor(
    /** From the pod that waits to the node that is ready. */
    public readonly nodeStart: Duration,
    /** Pull of the worker's image. */
    public readonly imagePull: Duration,
    /** From the start of the container to the first job. */
    public readonly modelLoad: Duration,
  ) {}

  /** The whole. */
  public get total(): Duration {
    return Duration.seconds([this.nodeStart, this.imagePull, this.modelLoad].reduce((sum, part) => sum + part.toSeconds(), 0));
  }
}
