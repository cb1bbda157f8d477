/**
 * How a node is bought.
 *
 * @see https://karpenter.sh/docs/concepts/nodepools/#capacity-type
 */
export enum CapacityType {
  /** Bought by the hour; stays until released. */
  ON_DEMAND = 'on-demand',
  /** Cheaper; may be taken away with two minutes' notice. */
  SPOT = 'spot',
  /** Paid for in advance; selected by the node class's capacity reservations. */
  RESERVED = 'reserved',
}
