import { CAPACITY_TYPE_LABEL } from './manifests/node-pool';
import { items } from './manifests/values';
import { Rule } from './rule';

export const reservationNotUsed: Rule = {
  name: 'reservation-not-used',
  severity: 'warning',
  summary: 'reserved capacity that the EC2NodeClass selects and no pool of it admits, or the other way round',
  why: 'Karpenter uses a reservation only if the node class selects it and the pool admits capacity type reserved. Otherwise it is paid for twice, or no node comes.',
  incident: 'https://github.com/zalando-incubator/kubernetes-on-aws/pull/12193',
  check: (manifests) => manifests.all('EC2NodeClass').flatMap((nodeClass) => {
    const pools = manifests.poolsOfNodeClass(nodeClass.name);
    const selects = items(nodeClass.object.spec?.capacityReservationSelectorTerms).length > 0;
    const admits = pools.filter((pool) => {
      const requirement = pool.requirement(CAPACITY_TYPE_LABEL);
      return requirement === undefined || requirement.operator !== 'In' || requirement.values.includes('reserved');
    });
    if (selects) {
      return pools.length === 0 || admits.length > 0 ? []
        : pools.map((pool) => pool.violation([...pool.requirement(CAPACITY_TYPE_LABEL)!.path, 'values'], `reserved too, because the EC2NodeClass ${nodeClass.name} selects a reservation`, 'add reserved before the others'));
    }
    return admits.flatMap((pool) => pool.requirement(CAPACITY_TYPE_LABEL)?.values.includes('reserved') !== true ? []
      : [nodeClass.violation(['spec', 'capacityReservationSelectorTerms'], `the reservation that the NodePool ${pool.name} wants nodes from`, 'add { id: cr-… }, or remove reserved from the pool')]);
  }),
};
