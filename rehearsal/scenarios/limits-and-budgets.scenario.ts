/** What the pool's limit, tiers, slices, shapes, taint and budgets do to nodes and dollars, each beside the same pool without it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { bootForScenario } from './support/boot';
import { Live, nodeOf } from './support/cluster';
import { eventually, notYet, throughout } from './support/eventually';
import { writeInstanceTypes } from './support/instance-types';
import { NodeHistory, NodeLog } from './support/node-log';
import { Manifest } from './support/synthesize';
import { Timeline } from './support/timeline';
import { KARPENTER_GIVES_UP, PODS, SHORTEST_CONSOLIDATE_AFTER, workerApp } from './support/worker-app';
import { Figures } from '../../bench/figures';
import { ANCHOR_NODE } from '../src/control-plane/bootstrap-manifests';
import { usdPerHour } from '../src/run/instance-types';
import { CapacityType, GpuSlice } from 'cdk8s-gpu-autoscaler';

/** Start of a machine, seconds. */
const NODE_START = 2;
/** Nodes and their pods are there within this, seconds. */
const PROVISIONED = 30;
/** Karpenter tries again every 10 s: what has not happened in this time does not happen. Seconds. */
const RETRIED = 15;
/** The time that each command of Karpenter's disruption takes: loop 10 s and validation 15 s. Seconds. */
const COMMAND = 25;

const stage = bootForScenario('limits-and-budgets', { instanceTypesFile: writeInstanceTypes() });
const figures = new Figures('rehearsal-limits-and-budgets');
const timeline = new Timeline('limits');
let nodes: NodeLog;

describe('limits and budgets', { concurrency: false }, () => {
  before(() => {
    nodes = new NodeLog(stage.cluster);
  });
  after(() => nodes.stop());

  describe('the limit of the pool', { concurrency: false }, () => {
    const [pool, maxGpus, wanted] = ['limited', 3, 5];

    test(`with maxGpus ${maxGpus}, ${wanted} workers get ${maxGpus} GPUs and never more; the others wait`, { timeout: 120_000 }, async () => {
      await install(pool, workerApp({ name: pool, maxGpus, nodeStart: NODE_START }));
      timeline.restart(`${wanted} workers on a pool of ${maxGpus} GPUs`);
      await stage.cluster.scale(pool, pool, wanted);
      await running(pool, maxGpus);
      timeline.mark(`${maxGpus} workers run`);
      await throughout(`${maxGpus} workers run and ${wanted - maxGpus} wait`, RETRIED, async () => {
        const pods = await stage.cluster.pods(pool, PODS.worker);
        assert.equal(pods.filter((pod) => nodeOf(pod) !== undefined).length, maxGpus);
        assert.equal(pods.length, wanted);
      });
      timeline.mark(`still ${maxGpus} workers run`);
      figures.add('GPUs at most, maxGpus 3', { value: nodes.mostGpusOf(pool), unit: 'GPUs', better: 'lower', goal: maxGpus });
      assert.equal(nodes.mostGpusOf(pool), maxGpus);
    });
  });

  describe('the tiers of the pool', { concurrency: false }, () => {
    test('three workers get the one spot GPU that its tier allows, and two on-demand ones', { timeout: 120_000 }, async () => {
      await install('tiers', workerApp({
        name: 'tiers',
        maxGpus: 4,
        nodeStart: NODE_START,
        tiers: [{ capacityType: CapacityType.SPOT, maxGpus: 1 }, { capacityType: CapacityType.ON_DEMAND, maxGpus: 3 }],
      }));
      timeline.restart('3 workers on tiers of 1 and 3 GPUs');
      await stage.cluster.scale('tiers', 'tiers', 3);
      await running('tiers', 3);
      timeline.mark('3 workers run');
      assert.equal(nodes.of('tiers-spot').length, 1);
      assert.equal(nodes.of('tiers-on-demand').length, 2);
    });
  });

  describe('the slices of the pool', { concurrency: false }, () => {
    const slice = GpuSlice.timeSliced({ perGpu: 4, renameByDefault: true });

    test('eight workers on slices of a fourth get two machines of one GPU; without the overlay, none', { timeout: 120_000 }, async () => {
      await install('sliced', workerApp({ name: 'sliced', maxGpus: 4, nodeStart: NODE_START, slice }));
      const unknown = workerApp({ name: 'unknown-slices', maxGpus: 4, nodeStart: NODE_START, slice }).filter(({ kind }) => kind !== 'NodeOverlay');
      await install('unknown-slices', unknown);
      timeline.restart('8 workers on slices of a fourth of a GPU');
      await stage.cluster.scale('unknown-slices', 'unknown-slices', 8);
      await stage.cluster.scale('sliced', 'sliced', 8);
      await running('sliced', 8);
      timeline.mark('8 workers run');
      const types = nodes.of('sliced').map(({ instanceType }) => instanceType);
      assert.deepEqual(types, ['g5.xlarge', 'g5.xlarge']);
      figures.add('machines of eight workers on slices of a fourth', { value: types.length, unit: 'machines', better: 'lower', goal: 2 });
      await throughout('no node comes for slices that Karpenter does not know', RETRIED, async () => {
        await nodes.upToDate();
        assert.deepEqual(nodes.of('unknown-slices'), []);
      });
    });
  });

  describe('the shapes of the pool', { concurrency: false }, () => {
    test('two 1-GPU workers get two 1-GPU machines; where 4-GPU shapes are admitted too, they get one of those at 2.8 times the price', { timeout: 120_000 }, async () => {
      await install('one-gpu', workerApp({ name: 'one-gpu', maxGpus: 8, nodeStart: NODE_START }));
      await install('naive', changePool(workerApp({ name: 'naive', maxGpus: 8, nodeStart: NODE_START }), ({ template }) => {
        template.spec.requirements = [{ key: 'node.kubernetes.io/instance-type', operator: 'In', values: ['g5.xlarge', 'g5.12xlarge'] }];
      }));
      const dollars: Record<string, number> = {};
      for (const pool of ['one-gpu', 'naive']) {
        timeline.restart(`2 workers on the pool ${pool}`);
        await stage.cluster.scale(pool, pool, 2);
        await running(pool, 2);
        const types = nodes.of(pool).map(({ instanceType }) => instanceType);
        dollars[pool] = sum(types);
        timeline.mark(`2 workers run on ${types.join(' and ')}, ${dollars[pool].toFixed(3)} USD an hour`);
      }
      figures.add('two workers, one GPU a node', { value: dollars['one-gpu'], unit: 'USD/h', better: 'lower', goal: sum(['g5.xlarge', 'g5.xlarge']) });
      figures.add('two workers, 1-GPU and 4-GPU shapes admitted', { value: dollars.naive, unit: 'USD/h', better: 'lower' });
      assert.deepEqual(nodes.of('one-gpu').map(({ instanceType }) => instanceType), ['g5.xlarge', 'g5.xlarge']);
      assert.deepEqual(nodes.of('naive').map(({ instanceType }) => instanceType), ['g5.12xlarge']);
    });
  });

  describe('the taint of the pool', { concurrency: false }, () => {
    const namespace = 'without-gpu';
    const pod = async (): Promise<Live> => stage.cluster.read('v1', 'Pod', 'small', namespace);

    test('a pod without a GPU never lands on a GPU node that has room for it, and brings none', { timeout: 60_000 }, async () => {
      await stage.cluster.createNamespace(namespace, 'privileged');
      const had = nodes.of('limited').length;
      timeline.restart('a pod of 100m CPU, while GPU nodes have 900m free');
      await stage.plane.apply([{
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'small', namespace },
        spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'small', image: 'registry.example.com/web:1', resources: { requests: { cpu: '100m' } } }] },
      }]);
      await throughout('the pod waits', RETRIED, async () => {
        assert.equal(nodeOf(await pod()), undefined);
      });
      timeline.mark('it waits');
      assert.equal(nodes.of('limited').length, had);
    });

    test('the same pod gets a GPU machine of its own from a pool without the taint', { timeout: 60_000 }, async () => {
      timeline.restart('the same pod, and a pool without taint');
      await install('untainted', changePool(workerApp({ name: 'untainted', maxGpus: 1, nodeStart: NODE_START }), ({ template }) => {
        delete template.spec.taints;
      }));
      const node = await eventually('the pod has a node', PROVISIONED, async () => nodeOf(await pod()) ?? notYet((await pod()).status));
      timeline.mark('it has a node');
      await nodes.upToDate();
      const [history] = nodes.of('untainted');
      timeline.mark(`it is on ${history.instanceType} of the pool untainted`);
      assert.equal(node, history.name);
      figures.add('a CPU pod on a pool without taint', { value: usdPerHour(history.instanceType), unit: 'USD/h', better: 'lower' });
      await stage.plane.kubectl(['delete', 'pod', 'small', `--namespace=${namespace}`, '--wait=false']);
    });
  });

  describe('the budgets of the pool', { concurrency: false }, () => {
    const count = 5;

    test(`${count} empty nodes go at once; under Karpenter's default of 10 % one by one`, { timeout: 300_000 }, async () => {
      await install('budgets', workerApp({ name: 'budgets', maxGpus: count, nodeStart: NODE_START }));
      await install('ten-percent', changePool(workerApp({ name: 'ten-percent', maxGpus: count, nodeStart: NODE_START }), ({ disruption }) => {
        delete disruption.budgets;
      }));
      for (const pool of ['budgets', 'ten-percent']) {
        await stage.cluster.scale(pool, pool, count);
      }
      for (const pool of ['budgets', 'ten-percent']) {
        await running(pool, count);
      }
      timeline.restart(`workers of all pools -> 0, ${count} nodes with our budgets and ${count} with the default`);
      const began = nodes.now;
      for (const pool of ['budgets', 'ten-percent', 'limited', 'tiers', 'sliced', 'unknown-slices', 'one-gpu', 'naive']) {
        await stage.cluster.scale(pool, pool, 0);
      }
      const ours = await allGone('budgets', SHORTEST_CONSOLIDATE_AFTER + KARPENTER_GIVES_UP + COMMAND);
      const tail = timeline.mark('all nodes with our budgets are gone');
      const theirs = await allGone('ten-percent', count * (COMMAND + 2));
      const defaultTail = timeline.mark('all nodes with the default budget are gone');

      for (const [pool, histories] of [['budgets', ours], ['ten-percent', theirs]] as const) {
        console.log(`${pool} given up after ${histories.map(({ givenUpAt }) => `${(givenUpAt! - began).toFixed(1)} s`).join(', ')}`);
      }
      figures.add('five empty nodes gone, our budgets', { value: tail, unit: 's', better: 'lower', goal: SHORTEST_CONSOLIDATE_AFTER + KARPENTER_GIVES_UP + COMMAND });
      figures.add('five empty nodes gone, default budget', { value: defaultTail, unit: 's', better: 'lower' });
      figures.add('commands for five empty nodes, our budgets', { value: commands(ours).length, unit: 'commands', better: 'lower', goal: 2 });
      figures.add('commands for five empty nodes, default budget', { value: commands(theirs).length, unit: 'commands', better: 'lower' });
      // One, or two if Karpenter happens to look between the whole seconds in which the nodes became empty.
      assert.ok(commands(ours).length <= 2, `our nodes went in ${commands(ours).length} commands`);
      assert.equal(commands(theirs).length, count);
      const gaps = commands(theirs).slice(1).map((at, index) => at - commands(theirs)[index]);
      assert.ok(gaps.every((gap) => gap > 20), `the default budget's nodes went ${gaps.map((gap) => gap.toFixed(1)).join(', ')} s apart`);
      assert.ok(ours.every(({ givenUpAt }) => givenUpAt! - began > SHORTEST_CONSOLIDATE_AFTER), 'a node was given up before consolidateAfter was over');
    });

    test('of all pools nothing is left: no node, no NodeClaim, no machine that Karpenter has forgotten', { timeout: 60_000 }, async () => {
      await eventually('no NodeClaim is left', 30, async () => {
        const claims = await stage.cluster.nodeClaims();
        return claims.length === 0 ? claims : notYet(claims.map(({ metadata }) => metadata.name));
      });
      const left = (await stage.cluster.list('v1', 'Node')).map(({ metadata }) => metadata.name);
      assert.deepEqual(left, [ANCHOR_NODE]);
      for (const pool of ['limited', 'tiers-spot', 'tiers-on-demand', 'sliced', 'one-gpu', 'naive', 'untainted', 'budgets', 'ten-percent']) {
        assert.ok(nodes.of(pool).length > 0 && nodes.of(pool).every(({ goneAt }) => goneAt !== undefined), `pool ${pool}`);
      }
    });
  });
});

/** Creates the namespace and applies the app. */
async function install(namespace: string, objects: readonly Manifest[]): Promise<void> {
  await stage.cluster.createNamespace(namespace);
  await stage.plane.apply(objects);
}

/** The objects with another NodePool. */
function changePool(objects: readonly Manifest[], change: (spec: Manifest) => void): Manifest[] {
  return objects.map((object) => {
    const copy = structuredClone(object);
    if (copy.kind === 'NodePool') {
      change(copy.spec);
    }
    return copy;
  });
}

/** Waits until that many workers run, and their nodes are in the log. */
async function running(namespace: string, count: number): Promise<void> {
  await eventually(`${count} workers of ${namespace} run`, PROVISIONED, async () => {
    const pods = await stage.cluster.pods(namespace, PODS.worker);
    return pods.filter(({ status }) => status.phase === 'Running').length >= count ? pods : notYet(pods.map((pod) => [nodeOf(pod), pod.status.phase]));
  });
  await nodes.upToDate();
}

/** Dollars an hour of these machines together. */
function sum(instanceTypes: readonly string[]): number {
  return instanceTypes.reduce((dollars, instanceType) => dollars + usdPerHour(instanceType), 0);
}

/** Waits until every node that the pool has had is gone, and returns them. */
function allGone(pool: string, seconds: number): Promise<NodeHistory[]> {
  return eventually(`all nodes of ${pool} are gone`, seconds, async () => {
    const histories = nodes.of(pool);
    return histories.every(({ goneAt, givenUpAt }) => goneAt !== undefined && givenUpAt !== undefined) ? histories : notYet(histories);
  });
}

/** When Karpenter's commands began to which these nodes belong: those of one command are tainted within a second. */
function commands(histories: readonly NodeHistory[]): number[] {
  const times = histories.map(({ givenUpAt }) => givenUpAt!).sort((a, b) => a - b);
  return times.filter((time, index) => index === 0 || time - times[index - 1] > 5);
}
