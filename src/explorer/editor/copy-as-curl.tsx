import { pick, ToolbarButton, useGraphiQL } from '@graphiql/react';
import { useState } from 'react';

import { curlOf } from '../api/curl.ts';
import { prepareOperation } from '../api/operation.ts';
import { useExplorer, useSession } from '../context.ts';
import { headersIn, variablesIn } from './editor-json.ts';

const LABEL = 'Copy as curl, with a place for the token';

/** Copies what is in the editors as a command of the shell. */
export function CopyAsCurl() {
  const { apiKey } = useExplorer();
  const session = useSession();
  const editors = useGraphiQL(pick('queryEditor', 'variableEditor', 'headerEditor', 'operationName'));
  const [label, setLabel] = useState(LABEL);
  const copy = async (): Promise<void> => {
    const { queryEditor, variableEditor, headerEditor, operationName } = editors;
    const query = queryEditor?.getValue() ?? '';
    const variables = variablesIn(variableEditor?.getValue() ?? '');
    const userId = session.status === 'signed-in' ? session.userId : null;
    const key = apiKey.get() === '' ? {} : { 'x-api-key': apiKey.get() };
    const headers = { ...key, ...headersIn(headerEditor?.getValue() ?? '') };
    const operation = prepareOperation({ query, operationName, variables }, userId);
    await navigator.clipboard.writeText(curlOf(`${window.location.origin}/graphql`, operation, headers));
  };
  const click = (): void => {
    void copy().then(
      () => {
        setLabel('Copied');
      },
      () => {
        setLabel('Not copied: the variables or headers are no JSON, or the browser lets no page copy here');
      },
    );
  };
  return (
    <ToolbarButton
      label={label}
      onClick={click}
      onBlur={() => {
        setLabel(LABEL);
      }}
    >
      <svg className="graphiql-toolbar-icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden="true">
        <path d="m5 7 5 5-5 5M12 18h7" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />
      </svg>
    </ToolbarButton>
  );
}
