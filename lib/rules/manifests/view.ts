import { Manifest, Path, Violation } from '../rule';
import { entries, items, text } from './values';

/** An object of the manifests, and how to point into it. */
export abstract class View {
  public readonly name: string;

  /** `default` where none is written: it is not known into which one the object will be applied. */
  public readonly namespace: string;

  public constructor(public readonly object: Manifest) {
    this.name = text(object.metadata?.name);
    this.namespace = text(object.metadata?.namespace) || 'default';
  }

  /** Whether it says itself which namespace it belongs to. */
  public get namesNamespace(): boolean {
    return text(this.object.metadata?.namespace) !== '';
  }

  /** The annotations of the object. */
  public annotation(name: string): string | undefined {
    return entries(this.object.metadata?.annotations).find(([key]) => key === name)?.[1];
  }

  /** Whether an object of a kind has made it. */
  public isOwnedBy(owner: string): boolean {
    return items(this.object.metadata?.ownerReferences).some(({ kind }) => kind === owner);
  }

  /** Says what is wrong with a field. */
  public violation(path: Path, expected: string, fix: string, got?: unknown): Violation {
    return { object: this.object, path, expected, fix, got };
  }
}

/** An object that is looked at as it is. */
export class Plain extends View {}
