/** Applies objects as strictly as kubectl can, and reads them back. */
import assert from 'node:assert/strict';
import { nameOf } from './applied';
import type { Manifest } from './synthesize';
import type { ControlPlane } from '../../src/control-plane/control-plane';

/** Server-side apply that fails on a warning and on an unknown field; with `ignore`, the API server alone judges the fields. */
export async function applyStrictly(plane: ControlPlane, objects: readonly Manifest[], validate: 'strict' | 'ignore' = 'strict'): Promise<void> {
  await plane.kubectl(['apply', '--server-side', `--validate=${validate}`, '--warnings-as-errors', '--field-manager=acceptance', '-f', '-'], list(objects));
}

/** The objects as the API server has them, in the same order. */
export async function liveOf(plane: ControlPlane, objects: readonly Manifest[]): Promise<Manifest[]> {
  const answer = JSON.parse(await plane.kubectl(['get', '-f', '-', '-o', 'json'], list(objects)));
  const live: Manifest[] = answer.kind === 'List' ? answer.items : [answer];
  assert.deepEqual(live.map(nameOf), objects.map(nameOf));
  return live;
}

function list(objects: readonly Manifest[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
}
