/** What went wrong; nothing where nothing did. */
export function Fault({ text }: { readonly text: string | null }) {
  return text === null ? null : (
    <p className="panel-fault" role="alert">
      {text}
    </p>
  );
}
