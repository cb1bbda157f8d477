import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { App } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { imageGeneration } from '../../examples/image-generation';
import { parseTriggerMetadata, TriggerMetadata } from '../../lib/contract';
import { Behavior } from '../../simulator/src';

const ROOT = join(__dirname, '../..');

/** What the story needs to know of the synthesized worker. Times in seconds. */
export interface WorkerManifests {
  /** The file that was written, relative to the project. */
  readonly file: string;
  /** Objects in it, as `Kind name`. */
  readonly objects: readonly string[];
  readonly name: string;
  readonly namespace: string;
  readonly metadata: TriggerMetadata;
  readonly maxReplicaCount: number;
  readonly pollingInterval: number;
  readonly cooldownPeriod: number;
  readonly initialCooldownPeriod: number;
  readonly behavior: Behavior;
  /** `terminationGracePeriodSeconds` of the pods. */
  readonly grace: number;
}

/** Synthesizes the image-generation example as `cdk8s synth` does, and reads the written YAML. */
export function synthesizeExample(): WorkerManifests {
  const outdir = join(ROOT, 'dist/image-generation');
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const app = new App({ outdir });
  imageGeneration(app);
  app.synth();

  const path = join(outdir, 'image-generation.k8s.yaml');
  const objects = parseAllDocuments(readFileSync(path, 'utf8')).map((document) => document.toJS());
  const scaledObject = objects.find(({ kind }) => kind === 'ScaledObject');
  const deployment = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === scaledObject.spec.scaleTargetRef.name);
  return {
    file: relative(ROOT, path),
    objects: objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
    name: scaledObject.metadata.name,
    namespace: scaledObject.metadata.namespace,
    metadata: parseTriggerMetadata(scaledObject.spec.triggers[0].metadata),
    maxReplicaCount: scaledObject.spec.maxReplicaCount,
    pollingInterval: scaledObject.spec.pollingInterval,
    cooldownPeriod: scaledObject.spec.cooldownPeriod,
    initialCooldownPeriod: scaledObject.spec.initialCooldownPeriod,
    behavior: scaledObject.spec.advanced.horizontalPodAutoscalerConfig.behavior,
    grace: deployment.spec.template.spec.terminationGracePeriodSeconds,
  };
}
