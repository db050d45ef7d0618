import { useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

/** Wraps long lines of the operation; GraphiQL has no option for it. */
export function WrapLongLines() {
  const editor = useGraphiQL((state) => state.queryEditor);
  useEffect(() => {
    editor?.updateOptions({ wordWrap: 'on' });
  }, [editor]);
  return null;
}
