import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError, Kind } from 'graphql';
import type { Logger } from 'pino';

import { clip } from '../../claims/clip.ts';
import { ClaimsetError } from '../../claims/errors.ts';
import { statusOfCode } from '../status.ts';
import { requestLimits } from './limits.ts';

/** What an error needs to know of the request in which it happened. */
export interface ErrorScope {
  readonly requestId: string;
  readonly logger: Logger;
  /** Errors that are in the log already: several fields may fail with one and the same. */
  readonly logged: WeakSet<object>;
}

/** Of a fault that stands at many places of a document, as a variable that is declared a hundred times. */
const LOCATIONS_SHOWN = 5;
/** What clients are told instead of what Apollo says. */
const OWN_WORDS: Readonly<Record<string, string>> = {
  INTROSPECTION_DISABLED: 'Introspection is off on this server.',
  MAX_RECURSIVE_SELECTIONS_EXCEEDED: `The operation is too large. It selects too many fields, fragments counted at each spread; at most ${requestLimits.selections} are allowed.`,
};

/** Brings an error into the form that clients see; what they must not see goes to the log, once. */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  scope: ErrorScope,
): GraphQLFormattedError {
  const thrown = unwrap(error);
  if (thrown instanceof ClaimsetError) {
    logUnavailable(thrown, scope);
    return { ...formatted, message: thrown.message, extensions: claimsetExtensions(thrown) };
  }
  const code = codeOfInvalidRequest(formatted, error);
  if (code === undefined) {
    logOnce(thrown, scope, 'error', 'internal error');
    return { ...formatted, message: internalMessage(scope.requestId), extensions: { code: 'INTERNAL_SERVER_ERROR' } };
  }
  const kind = formatted.extensions?.['validationErrorCode'];
  const message = (typeof kind === 'string' ? OWN_WORDS[kind] : undefined) ?? clip(formatted.message);
  const { locations } = formatted;
  const shown = locations === undefined ? {} : { locations: locations.slice(0, LOCATIONS_SHOWN) };
  return { ...formatted, ...shown, message, extensions: { code } };
}

/** The same for an error outside of any operation: a middleware's, or the context's. */
export function formatThrown(error: unknown, scope: ErrorScope): GraphQLFormattedError {
  if (error instanceof ClaimsetError) {
    logUnavailable(error, scope);
    return { message: error.message, extensions: claimsetExtensions(error) };
  }
  logOnce(error, scope, 'error', 'internal error');
  return { message: internalMessage(scope.requestId), extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}

function claimsetExtensions(error: ClaimsetError): Record<string, string | number> {
  const { code, outcome, changeId, retryAfterSeconds } = error;
  return {
    code,
    ...(outcome === undefined ? {} : { outcome }),
    ...(changeId === undefined ? {} : { changeId }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

function internalMessage(requestId: string): string {
  return `Something went wrong on the server. The request id ${requestId} leads to the details in its log.`;
}

/** What was thrown, below the layers that graphql-js and Apollo put around it. */
function unwrap(error: unknown): unknown {
  const inner = unwrapResolverError(error);
  return inner instanceof GraphQLError && inner.originalError !== undefined ? unwrap(inner.originalError) : inner;
}

/** The code of an error that the request itself is the cause of; undefined for all others. */
function codeOfInvalidRequest(formatted: GraphQLFormattedError, error: unknown): string | undefined {
  const code = formatted.extensions?.['code'];
  if (typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR') return code;
  return error instanceof GraphQLError && isCoercionError(error) ? 'BAD_USER_INPUT' : undefined;
}

/**
 * graphql-js finds some faults of arguments and variables only when it executes, and gives them no code. They point
 * at a value, not at a field; or, where there are too many of them, at nothing, and come before any field.
 */
function isCoercionError(error: GraphQLError): boolean {
  const raw = unwrapResolverError(error);
  if (!(raw instanceof GraphQLError) || raw.originalError !== undefined) return false;
  const node = raw.nodes?.[0];
  return node === undefined ? error.path === undefined : node.kind !== Kind.FIELD;
}

function logUnavailable(error: ClaimsetError, scope: ErrorScope): void {
  if (statusOfCode(error.code) === 503) logOnce(error, scope, 'warn', 'unavailable');
}

function logOnce(error: unknown, scope: ErrorScope, level: 'warn' | 'error', message: string): void {
  if (typeof error === 'object' && error !== null) {
    if (scope.logged.has(error)) return;
    scope.logged.add(error);
  }
  scope.logger[level]({ err: error, requestId: scope.requestId }, message);
}
