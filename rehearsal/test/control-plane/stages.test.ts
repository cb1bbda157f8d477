import { parseAllDocuments } from 'yaml';
import { kwokConfiguration, PLAYED_ANNOTATION, stages } from '../../src/control-plane/stages';

const NODE = 'apiVersion: kwok.x-k8s.io/v1alpha1\nkind: Stage\nmetadata: {name: node}\nspec: {resourceRef: {kind: Node}, next: {}}\n';
const POD = `apiVersion: kwok.x-k8s.io/v1alpha1
kind: Stage
metadata: {name: pod-delete}
spec:
  resourceRef: {apiGroup: v1, kind: Pod}
  selector:
    matchExpressions:
    - {key: .metadata.deletionTimestamp, operator: Exists}
  next: {delete: true}
`;
const LEAVE_PLAYED = { key: '.metadata.annotations["rehearsal.gpu-autoscaler/played"]', operator: 'DoesNotExist' };

test('the annotation of played pods is the agreed one', () => {
  expect(PLAYED_ANNOTATION).toBe('rehearsal.gpu-autoscaler/played');
});

test('pod stages leave played pods alone and keep what else they select; node stages stay as they are', () => {
  const [node, pod] = parseAllDocuments(kwokConfiguration(NODE, POD)).map((document) => document.toJS());
  expect(node).toEqual(stages(NODE)[0]);
  expect(pod).toMatchObject({
    metadata: { name: 'pod-delete' },
    spec: { next: { delete: true }, selector: { matchExpressions: [LEAVE_PLAYED, { key: '.metadata.deletionTimestamp', operator: 'Exists' }] } },
  });
});

test('a pod stage without a selector gets one', () => {
  const [pod] = parseAllDocuments(kwokConfiguration('', POD.replace(/ {2}selector:[^]*?(?= {2}next)/, ''))).map((document) => document.toJS());
  expect(pod.spec.selector).toEqual({ matchExpressions: [LEAVE_PLAYED] });
});

test('several stages in one text, with empty documents between them, are all read', () => {
  expect(stages(`---\n${NODE}---\n---\n${POD}`)).toHaveLength(2);
});

test.each([
  ['kind: Pod\n', 'an object of kind "Pod": expected Stage'],
  ['kind: Stage\nspec: {}\n', 'with spec.resourceRef'],
  ['a: [', 'are not YAML'],
])('refuses %j', (text, message) => {
  expect(() => stages(text)).toThrow(message);
});
