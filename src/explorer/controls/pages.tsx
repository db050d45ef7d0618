interface PagesProps {
  readonly label: string;
  /** The cursors after which the pages since the second begin. */
  readonly cursors: readonly string[];
  /** Null: this page is the last. */
  readonly next: string | null;
  readonly setCursors: (cursors: readonly string[]) => void;
}

/** Goes through pages by their cursors; nothing where there is one page. */
export function Pages({ label, cursors, next, setCursors }: PagesProps) {
  if (cursors.length === 0 && next === null) return null;
  const back = (): void => {
    setCursors(cursors.slice(0, -1));
  };
  const more = (): void => {
    if (next !== null) setCursors([...cursors, next]);
  };
  return (
    <nav className="panel-buttons" aria-label={label}>
      <button type="button" className="panel-button" disabled={cursors.length === 0} onClick={back}>
        Back
      </button>
      <button type="button" className="panel-button" disabled={next === null} onClick={more}>
        More
      </button>
    </nav>
  );
}
