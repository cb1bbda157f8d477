/** A warm pool hands its places to workers at once, is filled again, and shrinks back to what it was: with placeholder pods and with a CapacityBuffer. Static nodes are there in all. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bootForScenario } from './support/boot';
import { isGivenUp, Live, nodeOf } from './support/cluster';
import { eventually, notYet, throughout } from './support/eventually';
import { writeInstanceTypes } from './support/instance-types';
import { Timeline } from './support/timeline';
import { KARPENTER_GIVES_UP, PODS, SHORTEST_CONSOLIDATE_AFTER, workerApp } from './support/worker-app';
import { Figures } from '../../bench/figures';
import { WarmPoolEngine } from 'cdk8s-gpu-autoscaler';

const SPARE = 2;
const STATIC = 2;
/** Start of a machine, seconds. */
const NODE_START = 10;
/** Workers on warm places run within this, seconds; here a container starts at once. */
const HANDED_OVER = 5;
/** From the batch window and the launch to the bound pod, beside the start of the machine, seconds. */
const PROVISIONING = 5;

interface Engine {
  readonly engine: WarmPoolEngine;
  readonly namespace: string;
  /** How long after use the refill is decided at the latest, seconds. */
  readonly refillDecided: number;
}

const ENGINES: readonly Engine[] = [
  { engine: WarmPoolEngine.PLACEHOLDER_PODS, namespace: 'placeholders', refillDecided: 2 },
  // Use of a buffer triggers nothing: Karpenter looks again every 30 s.
  { engine: WarmPoolEngine.CAPACITY_BUFFER, namespace: 'buffer', refillDecided: 31 },
];

const stage = bootForScenario('warm-pool', { instanceTypesFile: writeInstanceTypes() });
const figures = new Figures('rehearsal-warm-pool');

/** The nodes that each pool has shrunk to; static ones that it had from the start. */
const kept = new Map<string, string[]>();

describe('static nodes', { concurrency: false }, () => {
  const namespace = 'floor';
  const pool = `${namespace}-static`;
  const timeline = new Timeline(namespace);

  test(`${STATIC} nodes come before there is any worker`, { timeout: 60_000 }, async () => {
    await stage.cluster.createNamespace(namespace);
    timeline.restart(`applied: ${STATIC} static nodes, no worker`);
    await stage.plane.apply(workerApp({ name: namespace, maxGpus: 8, nodeStart: NODE_START, staticNodes: STATIC }));
    const nodes = await eventually(`${STATIC} initialized nodes`, NODE_START + 15, async () => {
      const found = await initialized(pool);
      return found.length === STATIC ? found : notYet(names(found));
    });
    figures.add(`${namespace}: there after`, { value: timeline.mark(`${STATIC} nodes are there`), unit: 's', better: 'lower', goal: NODE_START + 15 });
    kept.set(pool, names(nodes));
  });

  test('a worker runs on one of them, and no other comes in its place', { timeout: 60_000 }, async () => {
    await stage.cluster.scale(namespace, namespace, 1);
    const [worker] = await eventually('the worker runs', HANDED_OVER, async () => {
      const pods = await stage.cluster.pods(namespace, PODS.worker);
      return pods.length === 1 && pods[0].status.phase === 'Running' ? pods : notYet(pods.map((pod) => [nodeOf(pod), pod.status.phase]));
    });
    assert.ok(kept.get(pool)!.includes(nodeOf(worker)!));
    await throughout('no other node comes', PROVISIONING, async () => {
      assert.equal((await stage.cluster.nodeClaims(pool)).length, STATIC);
      assert.equal((await stage.cluster.nodeClaims(namespace)).length, 0);
    });
    await stage.cluster.scale(namespace, namespace, 0);
  });
});

for (const { engine, namespace, refillDecided } of ENGINES) {
  describe(engine, { concurrency: false }, () => {
    const timeline = new Timeline(namespace);
    const withPods = engine === WarmPoolEngine.PLACEHOLDER_PODS;
    let warm: string[];

    test(`${SPARE} nodes come before there is any worker`, { timeout: 60_000 }, async () => {
      await stage.cluster.createNamespace(namespace);
      timeline.restart(`applied: ${SPARE} spare places, no worker`);
      await stage.plane.apply(workerApp({ name: namespace, maxGpus: 8, nodeStart: NODE_START, warm: { spare: SPARE, engine } }));
      const nodes = await eventually(`${SPARE} initialized nodes`, NODE_START + 15, async () => {
        const found = await initialized(namespace);
        return found.length === SPARE ? found : notYet(names(found));
      });
      figures.add(`${namespace}: warm after`, { value: timeline.mark(`${SPARE} nodes are warm`), unit: 's', better: 'lower', goal: NODE_START + 15 });
      warm = names(nodes);
      await eventually('the model cache runs on both', 10, async () => {
        const caches = await stage.cluster.pods(namespace, PODS.cache);
        return caches.length === SPARE && caches.every(({ status }) => status.phase === 'Running') ? caches : notYet(caches.map(({ status }) => status.phase));
      });
      if (withPods) {
        assert.deepEqual((await placesHeld(namespace)).sort(), warm);
      }
    });

    test(`workers run on the warm nodes within ${HANDED_OVER} s, and others are made warm`, { timeout: 120_000 }, async () => {
      timeline.restart(`workers 0 -> ${SPARE}`);
      await stage.cluster.scale(namespace, namespace, SPARE);
      const workers = await eventually(`${SPARE} workers run`, HANDED_OVER, async () => {
        const pods = await stage.cluster.pods(namespace, PODS.worker);
        return pods.length === SPARE && pods.every(({ status }) => status.phase === 'Running') ? pods : notYet(pods.map((pod) => [nodeOf(pod), pod.status.phase]));
      });
      figures.add(`${namespace}: workers run after`, { value: timeline.mark(`${SPARE} workers run`), unit: 's', better: 'lower', goal: HANDED_OVER });
      assert.deepEqual(workers.map(nodeOf).sort(), warm);

      const claims = 2 * SPARE;
      await eventually(`${claims} NodeClaims`, refillDecided + PROVISIONING, async () => {
        const found = await stage.cluster.nodeClaims(namespace);
        return found.length === claims ? found : notYet(names(found));
      });
      const decided = timeline.mark(`${SPARE} more nodes are on their way`);
      figures.add(`${namespace}: refill decided after`, { value: decided, unit: 's', better: 'lower', goal: refillDecided + PROVISIONING });
      const refilledWithin = refillDecided + NODE_START + PROVISIONING;
      const nodes = await eventually(`${claims} initialized nodes`, refilledWithin, async () => {
        const found = await initialized(namespace);
        return found.length === claims ? found : notYet(names(found));
      });
      if (withPods) {
        const fresh = names(nodes).filter((node) => !warm.includes(node));
        await eventually('the placeholders are back on the new nodes', PROVISIONING, async () => {
          const held = (await placesHeld(namespace)).sort();
          return held.length === SPARE && held.every((node) => fresh.includes(node)) ? held : notYet(held);
        });
      }
      figures.add(`${namespace}: refilled after`, { value: timeline.mark('as many places are spare again'), unit: 's', better: 'lower', goal: refilledWithin });
    });

    test(`without workers the pool shrinks to its ${SPARE} spare nodes`, { timeout: 150_000 }, async () => {
      timeline.restart(`workers ${SPARE} -> 0`);
      await stage.cluster.scale(namespace, namespace, 0);
      const within = SHORTEST_CONSOLIDATE_AFTER + KARPENTER_GIVES_UP;
      await eventually(`${SPARE} nodes are left`, within, async () => {
        const found = await stage.cluster.nodes(namespace);
        return found.length === SPARE ? found : notYet(names(found));
      });
      const shrunk = timeline.mark(`${SPARE} nodes are left`);
      figures.add(`${namespace}: shrunk after`, { value: shrunk, unit: 's', better: 'lower', goal: within });
      assert.ok(shrunk >= SHORTEST_CONSOLIDATE_AFTER, `nodes left ${shrunk} s after their workers, before consolidateAfter (${SHORTEST_CONSOLIDATE_AFTER} s) was over`);
      kept.set(namespace, names(await stage.cluster.nodes(namespace)));
      assert.equal((await stage.cluster.nodeClaims(namespace)).length, SPARE);
    });
  });
}

test('the spare and the static nodes stay, although no worker uses them', { timeout: 60_000 }, async () => {
  assert.equal(kept.size, ENGINES.length + 1, 'a pool has not shrunk to its spare nodes, or has no static ones');
  // Longer than a round of Karpenter's disruption loop with its validation.
  await throughout('all pools keep their nodes', KARPENTER_GIVES_UP, async () => {
    for (const [namespace, nodesKept] of kept) {
      const nodes = await stage.cluster.nodes(namespace);
      assert.deepEqual(names(nodes), nodesKept);
      assert.deepEqual(nodes.filter(isGivenUp), []);
    }
    assert.deepEqual((await placesHeld('placeholders')).sort(), kept.get('placeholders'));
  });
});

async function initialized(pool: string): Promise<Live[]> {
  return (await stage.cluster.nodes(pool)).filter(({ metadata }) => metadata.labels['karpenter.sh/initialized'] === 'true');
}

function names(objects: readonly Live[]): string[] {
  return objects.map(({ metadata }) => metadata.name).sort();
}

/** The nodes on which placeholders run. */
async function placesHeld(namespace: string): Promise<string[]> {
  const pods = await stage.cluster.pods(namespace, PODS.placeholder);
  return pods.filter(({ status }) => status.phase === 'Running').map((pod) => nodeOf(pod)!);
}
