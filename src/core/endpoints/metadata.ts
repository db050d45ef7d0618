import { requiredObjectText, requiredQuery, requiredString } from '../fields.ts';
import { ok, rawJson, type Reply } from '../reply.ts';
import type { Endpoint } from '../services.ts';

/** `GET /recipe/user/metadata` (CDI.md section 6). */
export const readMetadata: Endpoint = async ({ query }, { store }) =>
  metadataReply(await store.call('readMetadata', { userId: requiredQuery(query, 'userId') }));

/** `PUT /recipe/user/metadata`: merged at the top level, atomically. */
export const updateMetadata: Endpoint = async ({ body }, { store }) => {
  const userId = requiredString(body, 'userId');
  const update = requiredObjectText(body, 'metadataUpdate');
  return metadataReply(await store.call('mergeMetadata', { userId, update }));
};

/** `POST /recipe/user/metadata/remove` */
export const removeMetadata: Endpoint = async ({ body }, { store }) => {
  await store.call('removeMetadata', { userId: requiredString(body, 'userId') });
  return ok();
};

function metadataReply(metadata: string): Reply {
  return rawJson(`{"status":"OK","metadata":${metadata}}`);
}
