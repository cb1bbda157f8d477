/** A node that Karpenter has just made gets its model: the real agent brings it, labels the node and ends the startup taint, and may do nothing else. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { CoreV1Api, KubeConfig, PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { bootForScenario } from './support/boot';
import { Live, nodeOf } from './support/cluster';
import { eventually, notYet, throughout } from './support/eventually';
import { writeInstanceTypes } from './support/instance-types';
import { MODEL, MODEL_FILE, modelCacheApp } from './support/model-cache-app';
import { ModelCacheKubelet } from './support/model-cache-kubelet';
import { ModelServer } from './support/model-server';
import { kubeconfigOfPod } from './support/pod-account';
import { Manifest, one } from './support/synthesize';
import { Timeline } from './support/timeline';
import { PODS } from './support/worker-app';
import { Figures } from '../../bench/figures';
import { NodeReportingConfig, parseModelCacheConfig } from '../../lib/contract/model-cache';
import { NodeApi } from '../../model-cache/src/node/node-api';
import { NodeReporter } from '../../model-cache/src/node/node-reporter';
import { ANCHOR_NODE } from '../src/control-plane/bootstrap-manifests';
import { PLAYED_ANNOTATION } from '../src/control-plane/stages';

const NAME = 'model-cache';
/** Start of a machine, seconds. */
const NODE_START = 3;
/** From the last byte of the model until its worker runs, seconds: the agent's call, the scheduler, the gate's process. */
const STARTED = 10;

const stage = bootForScenario(NAME, { instanceTypesFile: writeInstanceTypes() });
const figures = new Figures(`rehearsal-${NAME}`);
const timeline = new Timeline(NAME);
let server: ModelServer;
let objects: Manifest[];
let reporting: Required<NodeReportingConfig>;
let label: string;

describe('a model cache', { concurrency: false }, () => {
  before(async () => {
    server = await ModelServer.start(8 * 2 ** 20);
    objects = modelCacheApp({ name: NAME, nodeStart: NODE_START, url: server.url, sha256: server.sha256 });
    reporting = parseModelCacheConfig(one(objects, 'ConfigMap').data['model-cache.json']).node as Required<NodeReportingConfig>;
    label = `${reporting.labelPrefix}/${MODEL}`;
    await stage.cluster.createNamespace(NAME, 'privileged');
    await stage.plane.apply(objects);
  }, { timeout: 60_000 });
  after(() => server.close());

  describe('a node that Karpenter has just made', { concurrency: false }, () => {
    let kubelet: ModelCacheKubelet;
    let release: () => void;
    let node: string;

    before(() => {
      release = server.hold();
      kubelet = new ModelCacheKubelet(stage.plane, stage.cluster, NAME);
    });
    after(() => kubelet.stop());

    test('takes no worker while its model is on the way', { timeout: 60_000 }, async () => {
      timeline.restart('workers 0 -> 1');
      await stage.cluster.scale(NAME, NAME, 1);
      const live = await eventually('the agent asks for the model', NODE_START + 25, async () => {
        const [found] = await stage.cluster.nodes(NAME);
        return server.requests > 0 ? found : notYet([found?.metadata.labels, found?.spec.taints, [...kubelet.said]]);
      });
      timeline.mark('the agent asks for the model');
      node = live.metadata.name;
      assert.equal(live.metadata.labels['karpenter.sh/registered'], 'true');
      await throughout('the startup taint keeps the worker away, and no second node is brought', 3, async () => {
        const found = await stage.cluster.nodes(NAME);
        assert.deepEqual(found.map(({ metadata }) => metadata.name), [node]);
        assert.deepEqual(said(found[0]), { label: undefined, taint: true });
        assert.deepEqual((await stage.cluster.pods(NAME, PODS.worker)).map(nodeOf), [undefined]);
      });
    });

    test('says so when it is there, takes the worker, and is initialized', { timeout: 60_000 }, async () => {
      timeline.restart('the model arrives');
      release();
      await eventually('the label is there and the taint is gone', STARTED, async () => {
        const now = said(await stage.cluster.read('v1', 'Node', node));
        return now.taint ? notYet([now, [...kubelet.said]]) : assert.match(now.label ?? '', /^[0-9a-f]{12}$/);
      });
      timeline.mark('label and taint');
      const worker = await eventually('the worker runs', STARTED, async () => {
        const [pod] = await stage.cluster.pods(NAME, PODS.worker);
        return pod.status.phase === 'Running' ? pod : notYet([nodeOf(pod), pod.status, [...kubelet.said]]);
      });
      figures.add('worker runs after its model arrived', { value: timeline.mark('the worker runs'), unit: 's', better: 'lower', goal: STARTED });
      assert.equal(nodeOf(worker), node);
      assert.ok(server.isModel(readFileSync(kubelet.directory(node, MODEL_FILE))));
      await eventually('Karpenter calls the node initialized', 5, async () => {
        const { metadata } = await stage.cluster.read('v1', 'Node', node);
        return metadata.labels['karpenter.sh/initialized'] === 'true' ? metadata : notYet(metadata.labels);
      });
      await eventually('the pod of the agent is ready', 5, async () => {
        const [{ status }] = await stage.cluster.pods(NAME, PODS.cache);
        return status.conditions.some(({ type, status: value }: Live) => type === 'Ready' && value === 'True') ? status : notYet(status);
      });
      assert.deepEqual((await events()).sort(), ['ModelReady', 'StartupTaintRemoved']);
    });

    test('starts a second worker without a download', { timeout: 60_000 }, async () => {
      timeline.restart('workers 1 -> 2');
      const { requests } = server;
      await stage.cluster.scale(NAME, NAME, 2);
      const workers = await eventually('both workers run', STARTED, async () => {
        const pods = await stage.cluster.pods(NAME, PODS.worker);
        return pods.length === 2 && pods.every(({ status }) => status.phase === 'Running') ? pods : notYet(pods.map(({ status }) => status));
      });
      figures.add('second worker runs after', { value: timeline.mark('the second worker runs'), unit: 's', better: 'lower', goal: STARTED });
      assert.deepEqual(workers.map(nodeOf), [node, node]);
      assert.equal(server.requests, requests);
      const leases = workers.map(({ metadata }) => metadata.uid);
      assert.deepEqual(readdirSync(kubelet.directory(node, '/models/.in-use')).map((lease) => lease.split('.').at(-1)).sort(), leases.sort());
    });
  });

  describe('the agent', { concurrency: false }, () => {
    /** A node that nobody has registered yet. */
    const NODE = 'by-hand';
    const VERSION = `${MODEL}-0123456789ab`;
    let uid: string;
    let nodes: CoreV1Api;
    let reporter: NodeReporter;

    before(async () => {
      const taints = [{ key: 'other', effect: 'NoSchedule' }, { key: reporting.startupTaint, effect: 'NoSchedule' }];
      await stage.plane.apply([{ apiVersion: 'v1', kind: 'Node', metadata: { name: NODE, labels: { 'kubernetes.io/hostname': NODE } }, spec: { taints } }]);
      // By the labels of the DaemonSet, its controller would take the pod for its own.
      const pod = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'agent', namespace: NAME, annotations: { [PLAYED_ANNOTATION]: 'agent' } },
        spec: { ...one(objects, 'DaemonSet').spec.template.spec, nodeName: NODE },
      };
      await stage.plane.apply([pod]);
      const live = await stage.cluster.read('v1', 'Pod', 'agent', NAME);
      uid = live.metadata.uid;
      process.env.KUBECONFIG = await kubeconfigOfPod(stage.plane, live);
      const config = new KubeConfig();
      config.loadFromDefault();
      nodes = config.makeApiClient(CoreV1Api);
    }, { timeout: 30_000 });
    after(() => reporter?.stop());

    for (const [what, name, body, problem] of [
      ['label another node', ANCHOR_NODE, () => ({ metadata: { labels: { [label]: 'x' } } }), /may not change node/],
      ["set somebody else's label", NODE, () => ({ metadata: { labels: { team: 'x' } } }), /and no others/],
      ["remove somebody else's label", NODE, () => ({ metadata: { labels: { 'kubernetes.io/hostname': null } } }), /and no others/],
      ['annotate its node', NODE, () => ({ metadata: { annotations: { team: 'x' } } }), /nothing of a node but labels and its startup taint/],
      ['cordon its node', NODE, () => ({ spec: { unschedulable: true } }), /the model cache agent may/],
      ['give its node addresses of pods', NODE, () => ({ spec: { podCIDR: '10.0.0.0/24', podCIDRs: ['10.0.0.0/24'] } }), /nothing of a node but labels/],
      ['add a taint', NODE, () => ({ spec: { taints: [{ key: 'x', effect: 'NoSchedule' }] } }), /and change no other/],
      ["remove somebody else's taint with its own", NODE, () => ({ spec: { taints: null } }), /and change no other/],
    ] as const) {
      test(`may not ${what}`, { timeout: 10_000 }, async () => {
        await assert.rejects(nodes.patchNode({ name, body: body() }, setHeaderOptions('Content-Type', PatchStrategy.MergePatch)), problem);
      });
    }

    test('may do nothing else: RBAC knows no more verbs', { timeout: 10_000 }, async () => {
      for (const call of [
        () => nodes.listNode(), () => nodes.deleteNode({ name: NODE }), () => nodes.patchNodeStatus({ name: NODE, body: {} }, setHeaderOptions('Content-Type', PatchStrategy.MergePatch)),
        () => nodes.listNamespacedPod({ namespace: 'default' }), () => nodes.listNamespacedSecret({ namespace: NAME }), () => nodes.listNamespacedEvent({ namespace: NAME }),
      ]) {
        await assert.rejects(call(), /is forbidden/);
      }
    });

    test('without its rights it goes on trying, and says so once', { timeout: 30_000 }, async () => {
      const binding = one(objects, 'ClusterRoleBinding');
      await stage.plane.kubectl(['delete', 'clusterrolebinding', binding.metadata.name]);
      const warnings: string[] = [];
      reporter = new NodeReporter(() => reporting, NodeApi.ofPod({ node: NODE, namespace: NAME, name: 'agent', uid }), (level, message, fields) => {
        if (level === 'warn') {
          warnings.push(`${message}: ${fields?.problem}`);
        }
      });
      reporter.report([{ name: MODEL, version: VERSION, stage: 'ready', message: '' }]);
      await throughout('the node says nothing', 3, async () => assert.deepEqual(said(await stage.cluster.read('v1', 'Node', NODE)), { label: undefined, taint: true }));
      assert.equal(warnings.length, 1);
      assert.match(warnings[0], /^cannot update the node: the API server refused \(403\): nodes "by-hand" is forbidden/);
      await stage.plane.apply([binding]);
      await eventually('the label is there', 10, async () => {
        const now = said(await stage.cluster.read('v1', 'Node', NODE));
        return now.label === '0123456789ab' ? now : notYet(now);
      });
    });

    test('leaves the startup taint until Karpenter has registered the node', { timeout: 30_000 }, async () => {
      await throughout('the taint stays', 2, async () => assert.equal(said(await stage.cluster.read('v1', 'Node', NODE)).taint, true));
      await stage.plane.kubectl(['label', 'node', NODE, 'karpenter.sh/registered=true']);
      const live = await eventually('the taint is gone', 5, async () => {
        const now = await stage.cluster.read('v1', 'Node', NODE);
        return said(now).taint ? notYet(now.spec.taints) : now;
      });
      assert.deepEqual(live.spec.taints.map(({ key }: Live) => key), ['other']);
    });

    test('takes the label back when the model is gone', { timeout: 20_000 }, async () => {
      reporter.report([{ name: MODEL, version: VERSION, stage: 'waiting', message: 'no space' }]);
      await eventually('the label is gone', 5, async () => {
        const now = said(await stage.cluster.read('v1', 'Node', NODE));
        return now.label === undefined ? now : notYet(now);
      });
    });

    test('knows which pods are on its node', { timeout: 10_000 }, async () => {
      assert.deepEqual(await reporter.podUids(), new Set([uid]));
    });
  });
});

/** What a node says of the model. */
function said({ metadata, spec }: Live): { readonly label: string | undefined; readonly taint: boolean } {
  return { label: metadata.labels?.[label], taint: (spec.taints ?? []).some(({ key }: Live) => key === reporting.startupTaint) };
}

/** The reasons of the events that agents have written. */
async function events(): Promise<string[]> {
  return (await stage.cluster.list('v1', 'Event', { namespace: NAME })).filter(({ source }) => source?.component === 'gpu-model-cache').map(({ reason }) => reason);
}
