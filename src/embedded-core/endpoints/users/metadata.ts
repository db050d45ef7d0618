import type { Core, CoreRequest } from '../../context.ts';
import { requiredObjectText, requiredQuery, requiredString } from '../../http/fields.ts';
import { ok, rawJson, type Reply } from '../../http/reply.ts';

/** `GET /recipe/user/metadata` (docs/core-contract.md, 'Metadata and roles'). */
export async function getMetadata({ store }: Core, { query }: CoreRequest): Promise<Reply> {
  return metadataReply(await store.call('readMetadata', { userId: requiredQuery(query, 'userId') }));
}

/** `PUT /recipe/user/metadata`: merged at the top level, in one step (docs/core-contract.md, 'Metadata and roles'). */
export async function putMetadata({ store }: Core, { body }: CoreRequest): Promise<Reply> {
  const userId = requiredString(body, 'userId');
  const update = requiredObjectText(body, 'metadataUpdate');
  return metadataReply(await store.call('mergeMetadata', { userId, update }));
}

/** `POST /recipe/user/metadata/remove` (docs/core-contract.md, 'Metadata and roles'). */
export async function removeMetadata({ store }: Core, { body }: CoreRequest): Promise<Reply> {
  await store.call('removeMetadata', { userId: requiredString(body, 'userId') });
  return ok();
}

function metadataReply(metadata: string): Reply {
  return rawJson(`{"status":"OK","metadata":${metadata}}`);
}
