import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
import { type DocumentNode, print } from 'graphql';

/** A document with the types of its result and variables, as `@graphql-codegen/client-preset` makes them. */
export type TypedDocument<Result, Variables> = DocumentTypeDecoration<Result, Variables> &
  (DocumentNode | { toString(): string });

/** The text of a document, whichever `documentMode` it was generated with. */
export function textOf(document: TypedDocument<unknown, never>): string {
  return typeof document === 'object' && 'kind' in document ? print(document) : document.toString();
}

/** The id of a document, where it was generated with `persistedDocuments`. */
export function idOf(document: TypedDocument<unknown, never>): string | null {
  const meta: unknown = '__meta__' in document ? document.__meta__ : null;
  const hash: unknown = typeof meta === 'object' && meta !== null && 'hash' in meta ? meta.hash : null;
  return typeof hash === 'string' ? hash : null;
}

/** Whether the document only reads. Where its first word does not say so, it counts as a mutation. */
export function isQuery(text: string): boolean {
  return /^(?:[\s,\uFEFF]|#[^\n\r]*(?:[\n\r]|$))*(?:query\b|\{)/.test(text);
}
