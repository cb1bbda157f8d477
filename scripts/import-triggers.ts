/**
 * KEDA's own triggers. Takes the schema that KEDA publishes of them out of its Go module, adds the types of the values, which only the
 * source says, and generates a class with typed options for each trigger.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The type of a value; KEDA's schema calls them all strings. */
type ValueType = 'string' | 'number' | 'boolean' | 'list';

/** A parameter of a trigger, with what of the published schema matters here. */
interface Parameter {
  readonly name: string;
  readonly valueType: ValueType;
  readonly optional?: boolean;
  readonly default?: string;
  readonly allowedValue?: readonly string[];
  readonly separator?: string;
  /** Why the parameter may no longer be set. */
  readonly deprecated?: string;
  /** Why it, and for all that have one the whole trigger, will go away. */
  readonly deprecatedAnnounce?: string;
  readonly metadataVariableReadable?: boolean;
  readonly envVariableReadable?: boolean;
  readonly triggerAuthenticationVariableReadable?: boolean;
}

interface Trigger {
  readonly type: string;
  readonly parameters: readonly Parameter[];
}

/** What is committed. */
export interface TriggerSchema {
  readonly source: string;
  readonly scalers: readonly Trigger[];
}

const SCHEMA = 'schema/generated/scalers-schema.json';

/** These triggers hand all of their metadata on to somebody's scaler, which the schema does not say: any name may be set. */
const OPEN = ['external', 'external-push'];
const ANY: Parameter = { name: '*', valueType: 'string', optional: true, metadataVariableReadable: true };

/** The types of Go that are not text, by ours. */
const GO_TYPES: { readonly [type: string]: ValueType } = {
  'int': 'number',
  'int64': 'number',
  'uint32': 'number',
  'float64': 'number',
  '*float64': 'number',
  'bool': 'boolean',
  '[]string': 'list',
  '[]int': 'list',
  '[]Type': 'list',
};

/** Writes the schema of the module in `directory` to `file`, with the types of the values. */
export function takeOutTriggers(directory: string, module: string, file: string): void {
  const { scalers } = JSON.parse(readFileSync(join(directory, SCHEMA), 'utf8')) as TriggerSchema;
  const types = valueTypes(join(directory, 'pkg/scalers'));
  const typed = scalers.map(({ type, parameters }) => {
    const known = parameters.map((parameter) => ({ ...parameter, valueType: valueTypeOf(parameter, types) }));
    return { type, parameters: OPEN.includes(type) ? [...known, ANY] : known };
  });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ source: `${module} ${SCHEMA}`, scalers: typed }, null, 1)}\n`);
}

function valueTypeOf({ name, separator, default: value }: Omit<Parameter, 'valueType'>, types: ReadonlyMap<string, ValueType>): ValueType {
  if (separator !== undefined) {
    return 'list';
  }
  return value === 'true' || value === 'false' ? 'boolean' : types.get(name) ?? 'string';
}

/** The types of the parameters, from the struct tags that KEDA's schema is made of. One name with several types is given as text. */
function valueTypes(directory: string): Map<string, ValueType> {
  const types = new Map<string, ValueType>();
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.go') && !path.endsWith('_test.go'));
  for (const file of files) {
    for (const [, goType, names] of readFileSync(join(directory, file), 'utf8').matchAll(/^\s*\w+\s+([^\s`]+)\s+`keda:"[^"]*\bname=([^,"]+)/gm)) {
      for (const name of names.split(';').map((each) => each.trim())) {
        const type = GO_TYPES[goType] ?? 'string';
        types.set(name, types.get(name) === undefined || types.get(name) === type ? type : 'string');
      }
    }
  }
  return types;
}

/** The TypeScript of all triggers. */
export function generateTriggers({ source, scalers }: TriggerSchema): string {
  const triggers = scalers.map(({ type, parameters }) => ({ type, parameters: merged(parameters) })).sort((a, b) => a.type.localeCompare(b.type));
  const enums = new Map<string, readonly string[]>();
  const classes = triggers.map((trigger) => generate(trigger, (parameter) => enumOf(enums, trigger, parameter)));
  return [
    `// generated from ${source} by scripts/import-triggers.ts`,
    "import { KedaTrigger, KedaTriggerOptions } from '../lib/scaling/keda-trigger';",
    "import { triggerMetadata } from '../lib/scaling/keda-trigger-metadata';",
    ...classes,
    ...[...enums].sort(([a], [b]) => a.localeCompare(b)).map(([name, values]) => generateEnum(name, values)),
    '',
  ].join('\n');
}

/** What KEDA's source reads from the metadata of triggers past their schema. */
const PAST_SCHEMA: readonly { readonly of: RegExp; readonly names: readonly string[] }[] = [
  { of: /^aws-|kafka$|^prometheus$/, names: ['identityOwner', 'awsAccessKeyID', 'awsAccessKeyIDFromEnv', 'awsSecretAccessKeyFromEnv'] },
  { of: /^azure-/, names: ['cloud', 'endpointSuffix', 'storageEndpointSuffix', 'activeDirectoryEndpoint', 'cosmosDBResourceURL'] },
  { of: /^gcp-/, names: ['credentialsFromEnv', 'credentialsFromEnvFile'] },
  { of: /^prometheus$/, names: ['cloud', 'azureManagedPrometheusResourceURL'] },
  { of: /^datadog$/, names: ['type'] },
  { of: /^pulsar$/, names: ['oauthTokenURI', 'scope', 'clientID', 'EndpointParams'] },
];

/** The names of every trigger's parameters, for what reads triggers that are written already. */
export function generateParameters({ source, scalers }: TriggerSchema): string {
  const lines = [...scalers].sort((a, b) => a.type.localeCompare(b.type)).map(({ type, parameters }) => {
    const known = parameters.flatMap(({ name, envVariableReadable }) => [name, ...(envVariableReadable ? [`${name}FromEnv`] : [])])
      .concat(PAST_SCHEMA.filter(({ of }) => of.test(type)).flatMap(({ names }) => names));
    const required = merged(parameters).filter(isRequired).map(({ name }) => name);
    return `  '${type}': { required: '${required.join(' ')}', known: '${[...new Set(known)].sort().join(' ')}' },`;
  });
  return [
    `// generated from ${source} by scripts/import-triggers.ts`,
    '/** What KEDA reads from the metadata of each trigger, by type: the names of the parameters, with a space between them. */',
    'export const TRIGGER_PARAMETERS: { readonly [type: string]: { readonly required: string; readonly known: string } } = {',
    ...lines,
    '};',
    '',
  ].join('\n');
}

/** What may be set. Four types list a parameter twice: what either may, it may; what either must, it must. */
function merged(parameters: readonly Parameter[]): Parameter[] {
  const byName = new Map<string, Parameter>();
  for (const parameter of parameters.filter(({ deprecated }) => deprecated === undefined)) {
    const { optional = false, ...other } = byName.get(parameter.name) ?? { optional: true };
    byName.set(parameter.name, { ...other, ...parameter, optional: optional && (parameter.optional ?? false) });
  }
  return [...byName.values()].filter(({ metadataVariableReadable, envVariableReadable }) => metadataVariableReadable || envVariableReadable);
}

/** An enum for each set of allowed values: named after the parameter, and after the trigger too where others allow something else. */
function enumOf(enums: Map<string, readonly string[]>, { type }: Trigger, { name, allowedValue = [] }: Parameter): string {
  const values = [...allowedValue].sort();
  const same = (other: readonly string[] | undefined) => other === undefined || other.join() === values.join();
  const short = pascal(name.replace(/Modes$/, 'Mode'));
  const chosen = same(enums.get(short)) ? short : `${pascal(type)}${short}`;
  enums.set(chosen, values);
  return chosen;
}

function generateEnum(name: string, values: readonly string[]): string {
  return [
    '',
    `/** What KEDA accepts as ${name}. */`,
    `export enum ${name} {`,
    ...values.flatMap((value) => [`  /** ${value} */`, `  ${member(value)} = '${value}',`]),
    '}',
  ].join('\n');
}

/** The options and the class of one trigger. */
function generate({ type, parameters }: Trigger, enumFor: (parameter: Parameter) => string): string {
  const name = `${pascal(type)}Trigger`;
  const announcement = parameters.find(({ deprecatedAnnounce }) => deprecatedAnnounce !== undefined)?.deprecatedAnnounce;
  // One trigger lists such a parameter itself.
  const hasFromEnv = (parameter: Parameter) => parameter.envVariableReadable && !parameters.some((other) => other.name === `${parameter.name}FromEnv`);
  const properties = parameters.flatMap((parameter) => [
    ...(parameter.metadataVariableReadable ? [property(parameter, enumFor)] : []),
    ...(hasFromEnv(parameter) ? [fromEnv(parameter)] : []),
  ]);
  const values = parameters.flatMap((parameter) => [
    ...(parameter.metadataVariableReadable ? [`      '${parameter.name}': ${valueOf(parameter)},`] : []),
    ...(hasFromEnv(parameter) ? [`      '${parameter.name}FromEnv': options.${camel(parameter.name)}FromEnv,`] : []),
  ]);
  const required = parameters.filter(isRequired).map((parameter) => `'${parameter.name}'`);
  return [
    '',
    `/** Options of \`${name}\`. */`,
    `export interface ${name}Options extends KedaTriggerOptions {`,
    properties.join('\n\n'),
    '}',
    '',
    '/**',
    ` * KEDA's trigger \`${type}\`.`,
    ' *',
    ...(announcement === undefined ? [] : [` * @deprecated ${announcement}`]),
    ' * @see https://keda.sh/docs/latest/scalers/',
    ' */',
    `export class ${name} extends KedaTrigger {`,
    '  /**',
    '   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication',
    '   */',
    `  public constructor(options: ${name}Options) {`,
    `    super('${type}', triggerMetadata('${name}', options, [${required.join(', ')}], {`,
    ...values,
    '    }), options);',
    '  }',
    '}',
  ].join('\n');
}

function property(parameter: Parameter, enumFor: (parameter: Parameter) => string): string {
  const { name } = parameter;
  const onlyHere = isRequired(parameter) && !parameter.envVariableReadable && !parameter.triggerAuthenticationVariableReadable;
  const places = [...(parameter.envVariableReadable ? [`\`${camel(name)}FromEnv\``] : []), ...(parameter.triggerAuthenticationVariableReadable ? ['a TriggerAuthentication'] : [])];
  return documented([
    `KEDA's parameter \`${name}\`.${isRequired(parameter) && !onlyHere ? ` Needed: here or in ${places.join(' or ')}.` : ''}`,
    ...(isRequired(parameter) ? [] : ['', `@default ${defaultOf(parameter)}`]),
  ], `readonly ${propertyName(name)}${onlyHere ? '' : '?'}: ${typeOf(parameter, enumFor)};`);
}

function defaultOf({ default: value, valueType, allowedValue }: Parameter): string {
  if (value === undefined) {
    return '- none';
  }
  return valueType === 'number' || valueType === 'boolean' ? value : `- ${allowedValue === undefined ? JSON.stringify(value) : value}`;
}

function fromEnv({ name }: Parameter): string {
  return documented([
    `Environment variable of the worker's container that holds \`${name}\`.`, '', '@default - none',
  ], `readonly ${camel(name)}FromEnv?: string;`);
}

function documented(lines: readonly string[], declaration: string): string {
  const comment = lines.length === 1 ? [`  /** ${lines[0]} */`] : ['  /**', ...lines.map((line) => `   * ${line}`.trimEnd()), '   */'];
  return [...comment, `  ${declaration}`].join('\n');
}

/** Whether KEDA refuses the trigger without it. */
function isRequired(parameter: Parameter): boolean {
  return !parameter.optional && parameter.default === undefined;
}

function typeOf(parameter: Parameter, enumFor: (parameter: Parameter) => string): string {
  if (parameter.name.endsWith('*')) {
    return '{ [name: string]: string }';
  }
  const scalar = parameter.allowedValue === undefined ? 'string' : enumFor(parameter);
  switch (parameter.valueType) {
    case 'list': return `${scalar}[]`;
    case 'string': return scalar;
    default: return parameter.valueType;
  }
}

/** The expression of a parameter's value. */
function valueOf({ name, valueType, separator = ',' }: Parameter): string {
  return `options.${propertyName(name)}${valueType === 'list' ? `?.join('${separator}')` : ''}`;
}

/** `queueURL` as a property is `queueUrl`; of `query.*` there are several, by name. */
function propertyName(name: string): string {
  return name === '*' ? 'metadata' : camel(name.replace(/\.\*$/, 'ByName'));
}

function camel(name: string): string {
  const words = name.replace(/([A-Z]+)(?=[A-Z][a-z]|\d|$)/g, (run) => run[0] + run.slice(1).toLowerCase());
  return words[0].toLowerCase() + words.slice(1);
}

function pascal(name: string): string {
  return name.split(/[^A-Za-z0-9]/).map((word) => camel(word)).map((word) => word[0].toUpperCase() + word.slice(1)).join('');
}

function member(value: string): string {
  const name = value.replace(/([a-z])([A-Z])/g, '$1_$2').replace(/[^A-Za-z0-9]/g, '_').toUpperCase();
  return /^\d/.test(name) ? `VERSION_${name}` : name;
}
