import JsonWorker from 'monaco-editor/esm/vs/language/json/json.worker.js?worker';
import GraphQLWorker from 'monaco-graphql/esm/graphql.worker.js?worker';

/**
 * The workers of Monaco. GraphiQL brings a third one, for what is the same in all languages; both of these do that as
 * well, so it would be 0.26 MB for nothing.
 */
export function setUpWorkers(): void {
  Object.assign(globalThis, {
    MonacoEnvironment: {
      getWorker: (_id: string, label: string): Worker => (label === 'graphql' ? new GraphQLWorker() : new JsonWorker()),
    },
  });
}
