import * as models from '@kubernetes/client-node/dist/gen/models/all.js';
import * as batch from 'kubernetes-models/batch/v1';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as rbac from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import * as scheduling from 'kubernetes-models/scheduling.k8s.io/v1';
import * as core from 'kubernetes-models/v1';
import type { KubernetesObject } from './objects';
import { prometheusRuleProblems } from './prometheus-rule';

type Validated = new (data: object) => { validate(): void };

/** Schemas that know types, required fields and enums, by apiVersion and kind. */
const schemas: Record<string, Record<string, unknown>> = {
  v1: core,
  'batch/v1': batch,
  'networking.k8s.io/v1': networking,
  'rbac.authorization.k8s.io/v1': rbac,
  'scheduling.k8s.io/v1': scheduling,
};

/**
 * What the API server would refuse, or with strict field validation warn about. Two sources see it together: JSON
 * schemas (types, required fields, enums), and the client's attribute maps (fields that do not exist).
 */
export function schemaProblems(object: KubernetesObject): string[] {
  const { apiVersion, kind } = object;
  if (kind === 'PrometheusRule') return prometheusRuleProblems(object);
  const Schema = schemas[apiVersion]?.[kind] as Validated | undefined;
  if (!Schema) return [`there is no ${kind} in ${apiVersion}`];
  const problems = unknownFields(object, `V1${kind}`, kind);
  try {
    new Schema(object).validate();
  } catch (error) {
    problems.push((error as Error).message);
  }
  return problems;
}

interface Attribute {
  readonly baseName: string;
  readonly type: string;
}

const attributesOf = (type: string): readonly Attribute[] | undefined =>
  (
    (models as unknown as Record<string, unknown>)[type] as
      { getAttributeTypeMap?: () => readonly Attribute[] } | undefined
  )?.getAttributeTypeMap?.();

const primitives: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  IntOrString: (value) => typeof value === 'string' || Number.isInteger(value),
  Date: (value) => typeof value === 'string',
  any: () => true,
};

/** Walks a value along the client's types. */
function unknownFields(value: unknown, type: string, path: string): string[] {
  const primitive = primitives[type];
  if (primitive) return primitive(value) ? [] : [`${path} is no ${type}`];
  const item = /^Array<(.+)>$/.exec(type)?.[1];
  if (item) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((element, i) => unknownFields(element, item, `${path}[${i}]`));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is no object`];
  const entry = /^\{ \[key: string\]: (.+); \}$/.exec(type)?.[1];
  if (entry) {
    return Object.entries(value).flatMap(([key, element]) => unknownFields(element, entry, `${path}.${key}`));
  }
  const attributes = attributesOf(type);
  if (!attributes) return [`${path}: nothing is known of the type ${type}`];
  return Object.entries(value).flatMap(([key, element]) => {
    const attribute = attributes.find(({ baseName }) => baseName === key);
    return attribute
      ? unknownFields(element, attribute.type, `${path}.${key}`)
      : [`${path} has no field ${key}`];
  });
}
