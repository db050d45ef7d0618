import { GraphQLError, GraphQLScalarType, Kind, type ObjectValueNode, print, type ValueNode } from 'graphql';

import { isPlainObject } from '../policy/read-value.ts';

/** Variables of the request, as GraphQL coerced them. */
type Variables = Readonly<Record<string, unknown>> | null | undefined;

/** A JSON object, as it is written and as it is answered; its members are not looked into. */
export type UnknownObject = Readonly<Record<string, unknown>>;

/**
 * The scalar `JSONObject`. It alters nothing: members named `__proto__` stay members, and numbers that are no good
 * claims arrive as they are, for the policy to refuse them with a path.
 */
export const jsonObjectScalar = new GraphQLScalarType<UnknownObject, UnknownObject>({
  name: 'JSONObject',
  parseValue: assertObject,
  parseLiteral: (node, variables) => {
    if (node.kind !== Kind.OBJECT) throw notAnObject(print(node), node);
    return readObject(node, variables);
  },
  serialize: assertObject,
});

/** The scalar `JSON`: any value, by the same rules. */
export const jsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  parseValue: (value) => value,
  parseLiteral: (node, variables) => readLiteral(node, variables),
});

function assertObject(value: unknown): UnknownObject {
  if (!isPlainObject(value)) throw notAnObject(describe(value));
  return value;
}

/** A value in a few words. What lies in it is not looked into: it may be nested deeper than can be printed. */
function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
  return isPlain ? JSON.stringify(value) : typeof value;
}

function notAnObject(found: string, node?: ValueNode): GraphQLError {
  const shown = found.length > 40 ? `${found.slice(0, 40)}...` : found;
  const nodes = node === undefined ? [] : [node];
  return new GraphQLError(`A JSONObject is an object such as { key: "value" }, not ${shown}.`, { nodes });
}

function readObject(node: ObjectValueNode, variables: Variables): UnknownObject {
  const members = new Map<string, unknown>();
  for (const { name, value } of node.fields) {
    if (members.has(name.value)) {
      throw new GraphQLError(`The member "${name.value}" is there twice.`, { nodes: name });
    }
    members.set(name.value, readLiteral(value, variables));
  }
  // As in GraphQL's input objects, a member whose variable is not given is left out.
  return Object.fromEntries([...members].filter(([, value]) => value !== undefined));
}

function readLiteral(node: ValueNode, variables: Variables): unknown {
  switch (node.kind) {
    case Kind.OBJECT:
      return readObject(node, variables);
    case Kind.LIST:
      return node.values.map((item) => readLiteral(item, variables) ?? null);
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.STRING:
    case Kind.BOOLEAN:
      return node.value;
    case Kind.NULL:
      return null;
    case Kind.VARIABLE:
      return readVariable(node.name.value, variables);
    case Kind.ENUM:
      throw new GraphQLError(`${node.value} is an enum value, which JSON does not have: write "${node.value}".`, {
        nodes: node,
      });
  }
}

function readVariable(name: string, variables: Variables): unknown {
  return variables && Object.hasOwn(variables, name) ? variables[name] : undefined;
}
