import { useSession } from '../context.ts';
import { handleIn } from '../session/token.ts';
import type { Target } from './queries.ts';
import { diffText, targetText } from './texts.ts';

interface TargetsProps {
  readonly targets: readonly Target[];
  /** Whether it would be done, and is not. */
  readonly isDry: boolean;
  readonly hasMore?: boolean;
}

/** What a change did to each session; where it did the same to several, once. */
export function Targets({ targets, isDry, hasMore = false }: TargetsProps) {
  const groups = grouped(targets);
  return (
    <>
      {[...groups].map(([text, members]) => (
        <div key={text}>
          {text === '' ? <span className="panel-hint">No claim is another one.</span> : null}
          {text === '' ? null : <code className="panel-value panel-lines">{text}</code>}
          <Where targets={members} isDry={isDry} />
        </div>
      ))}
      {hasMore ? <span className="panel-hint">And in more sessions.</span> : null}
    </>
  );
}

function Where({ targets, isDry }: { readonly targets: readonly Target[]; readonly isDry: boolean }) {
  const state = useSession();
  const own = state.status === 'signed-in' ? handleIn(state.tokens[0].payload) : null;
  const texts = targets.map((target) => targetText(target, isDry, own));
  if (texts.length === 1) return <span className="panel-hint panel-what">{texts[0]}</span>;
  return (
    <details>
      <summary>In {texts.length} places</summary>
      <ul className="panel-list">
        {texts.map((text) => (
          <li key={text} className="panel-what">
            {text}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The targets by what was done to them. */
function grouped(targets: readonly Target[]): ReadonlyMap<string, readonly Target[]> {
  const groups = new Map<string, Target[]>();
  for (const target of targets) {
    const text = target.diffs.map(diffText).join('\n');
    groups.set(text, [...(groups.get(text) ?? []), target]);
  }
  return groups;
}
