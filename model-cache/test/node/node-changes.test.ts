import { changesOf, DeclaredModel, ModelPresence, NodeState, NodeTaint, WantedNode } from '../../src/node/node-changes';

const PREFIX = 'models.example.com';
const TAINT: NodeTaint = { key: 'model-cache.example.com/cache', effect: 'NoSchedule' };
const OTHER: NodeTaint = { key: 'nvidia.com/gpu', effect: 'NoSchedule' };
const REGISTERED = { 'karpenter.sh/registered': 'true' };

function node(labels: NodeState['labels'] = {}, taints: NodeState['taints'] = []): NodeState {
  return { labels, taints };
}

function model(presence: ModelPresence, name: string = 'sdxl', digest: string = 'd1'): DeclaredModel {
  return { name, version: `${name}-${digest}`, presence };
}

function wanted(models: readonly DeclaredModel[], startupTaint?: string): WantedNode {
  return { labelPrefix: PREFIX, startupTaint, models };
}

describe('the labels of models', () => {
  test('a model that is ready gets one, with the digest of its source', () => {
    expect(changesOf(node({ team: 'ml' }), wanted([model('ready')])).patch).toEqual([{ op: 'add', path: '/metadata/labels/models.example.com~1sdxl', value: 'd1' }]);
  });

  test('a node that says it already is left alone', () => {
    expect(changesOf(node({ [`${PREFIX}/sdxl`]: 'd1' }), wanted([model('ready')])).patch).toEqual([]);
  });

  test('another content of the model is another value', () => {
    expect(changesOf(node({ [`${PREFIX}/sdxl`]: 'd0' }), wanted([model('ready')])).patch).toEqual([{ op: 'add', path: '/metadata/labels/models.example.com~1sdxl', value: 'd1' }]);
  });

  test('a model that is gone loses it', () => {
    expect(changesOf(node({ [`${PREFIX}/sdxl`]: 'd1' }), wanted([model('absent')])).patch).toEqual([{ op: 'remove', path: '/metadata/labels/models.example.com~1sdxl' }]);
  });

  test.each([['d1', []], ['d0', [{ op: 'remove', path: '/metadata/labels/models.example.com~1sdxl' }]]])(
    'of what an earlier agent said, %s of a model that is not known yet', (value, patch) => {
      expect(changesOf(node({ [`${PREFIX}/sdxl`]: value }), wanted([model('unknown')])).patch).toEqual(patch);
    });

  test('a model that nobody declares any more loses it, and labels of others stay', () => {
    const labels = { [`${PREFIX}/old`]: 'd0', [`${PREFIX}.org/x`]: 'y', 'kubernetes.io/arch': 'amd64' };
    const { patch, removedLabels } = changesOf(node(labels), wanted([]));
    expect(patch).toEqual([{ op: 'remove', path: '/metadata/labels/models.example.com~1old' }]);
    expect(removedLabels).toEqual([`${PREFIX}/old`]);
  });
});

describe('the startup taint', () => {
  const tainted = node(REGISTERED, [OTHER, TAINT]);

  test('goes with the last label, in one patch that is refused if the list has changed', () => {
    const { patch, removesTaint } = changesOf(tainted, wanted([model('ready')], TAINT.key));
    expect(patch).toEqual([
      { op: 'add', path: '/metadata/labels/models.example.com~1sdxl', value: 'd1' },
      { op: 'test', path: '/spec/taints/1', value: TAINT },
      { op: 'remove', path: '/spec/taints/1' },
    ]);
    expect(removesTaint).toBe(true);
  });

  test.each<ModelPresence>(['absent', 'unknown'])('stays while a model is %s', (presence) => {
    const changes = changesOf(tainted, wanted([model('ready'), model(presence, 'vae')], TAINT.key));
    expect(changes).toMatchObject({ removesTaint: false, waitsForRegistration: false, patch: [{ op: 'add' }] });
  });

  test.each([[{}], [{ 'karpenter.sh/registered': 'false' }]])('stays until Karpenter has registered the node, which would put it back: %j', (labels) => {
    const changes = changesOf(node({ ...labels, [`${PREFIX}/sdxl`]: 'd1' }, [TAINT]), wanted([model('ready')], TAINT.key));
    expect(changes).toMatchObject({ removesTaint: false, waitsForRegistration: true, patch: [] });
  });

  test('that is gone is not waited for', () => {
    expect(changesOf(node({ [`${PREFIX}/sdxl`]: 'd1' }, [OTHER]), wanted([model('ready')], TAINT.key))).toMatchObject({ removesTaint: false, waitsForRegistration: false, patch: [] });
  });

  test('of somebody else is left alone', () => {
    expect(changesOf(node(REGISTERED, [OTHER]), wanted([])).patch).toEqual([]);
  });
});
