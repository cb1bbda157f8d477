/**
 * The two objects that a fleet has a thousand times.
 *
 * cdk8s asks three resolvers about every value of an object, then sorts and copies it, then converts it field by field. The specs of these are
 * plain data in the fields' own names, so one pass gives the same. Everything else (a token, a patch, a resolver of the app's own) is left to cdk8s.
 */
import { ApiObject, App, JsonPatch, LazyResolver } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as keda from '../../imports/keda.sh';

/** The class of a kind. */
type Kind<Props> = new (scope: Construct, id: string, props: Props) => ApiObject;

/** A Deployment of plain data. */
export const PlainDeployment = plainly<k8s.KubeDeploymentProps>(k8s.KubeDeployment);

/** A ScaledObject of plain data. */
export const PlainScaledObject = plainly<keda.ScaledObjectProps>(keda.ScaledObject);

/** Thrown at what is no plain data. */
const NOT_PLAIN = Symbol('not plain');

/** What of an object's metadata needs no conversion. */
const PLAIN_METADATA = ['annotations', 'labels', 'name', 'namespace'];

/** A kind whose objects are rendered in one pass, where that gives what cdk8s gives. */
function plainly<Props extends { readonly spec?: unknown }>(typed: Kind<Props>): Kind<Props> {
  return class extends typed {
    private readonly spec: unknown;
    private isPatched = false;

    public constructor(scope: Construct, id: string, props: Props) {
      super(scope, id, props);
      this.spec = props.spec;
    }

    public override addJsonPatch(...ops: JsonPatch[]): void {
      this.isPatched = true;
      super.addJsonPatch(...ops);
    }

    public override toJson(): any {
      return this.plainJson() ?? super.toJson();
    }

    /** The object as cdk8s renders it; nothing if that takes more than one pass. */
    private plainJson(): any {
      const { apiVersion, kind } = this;
      const metadata = this.metadata.toJson();
      const [firstResolver] = App.of(this).resolvers;
      if (this.isPatched || !(firstResolver instanceof LazyResolver) || process.env.CDK8S_DISABLE_SORT
        || Object.keys(metadata).some((key) => !PLAIN_METADATA.includes(key))) {
        return undefined;
      }
      try {
        return { apiVersion, kind, metadata, spec: plain(this.spec) };
      } catch (error) {
        if (error !== NOT_PLAIN) {
          throw error;
        }
        return undefined;
      }
    }
  };
}

/** A copy with sorted keys and without what is undefined. */
function plain(value: unknown): unknown {
  if (typeof value === 'function') {
    throw NOT_PLAIN;
  }
  if (typeof value !== 'object' || value === null) {
    return value ?? undefined;
  }
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (value instanceof k8s.Quantity || value instanceof k8s.IntOrString) {
    return value.value;
  }
  if (value.constructor !== Object) {
    throw NOT_PLAIN;
  }
  const copy: { [key: string]: unknown } = {};
  for (const key of sorted(Object.keys(value))) {
    const item = plain((value as { [key: string]: unknown })[key]);
    if (item !== undefined) {
      copy[key] = item;
    }
  }
  return copy;
}

/** Sorts in place, by insertion: a map has few keys, and `Array.sort` took more than half of the time of a rendering. */
function sorted(keys: string[]): string[] {
  for (let next = 1; next < keys.length; next++) {
    const key = keys[next];
    let place = next;
    for (; place > 0 && keys[place - 1] > key; place--) {
      keys[place] = keys[place - 1];
    }
    keys[place] = key;
  }
  return keys;
}
