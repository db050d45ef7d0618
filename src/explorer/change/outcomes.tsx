import { changesText, type Outcome } from './answer.ts';

const WOULD: Readonly<Record<string, string>> = { UPDATED: 'would change', UNCHANGED: 'nothing to change' };
const DID: Readonly<Record<string, string>> = {
  UPDATED: 'changed',
  UNCHANGED: 'nothing to change',
  ENDED: 'has ended',
  REJECTED: 'not changed: too large',
  FAILED: 'not changed: failed',
  UNKNOWN: 'not known yet',
};

/** What came of a change in each session, or would come of it. */
export function Outcomes({ outcomes, isDry }: { readonly outcomes: readonly Outcome[]; readonly isDry: boolean }) {
  return (
    <ul className="panel-list" aria-label={isDry ? 'What would happen' : 'What happened'}>
      {outcomes.map((outcome) => (
        <OutcomeRow key={outcome.name} outcome={outcome} isDry={isDry} />
      ))}
    </ul>
  );
}

function OutcomeRow({ outcome, isDry }: { readonly outcome: Outcome; readonly isDry: boolean }) {
  const { name, status, changes, tokenSize, message } = outcome;
  const words = (isDry ? WOULD[status] : undefined) ?? DID[status] ?? status;
  const keys = changes === null ? '' : changesText(changes);
  return (
    <li data-status={status}>
      <span className="panel-row">
        <span className="panel-what">{name}</span>
        <strong>{words}</strong>
      </span>
      {keys === '' ? null : <code>{keys}</code>}
      {tokenSize ? (
        <span className="panel-hint">
          Token: {tokenSize.bytes.toLocaleString('en')} of {tokenSize.limit.toLocaleString('en')} bytes
        </span>
      ) : null}
      {message ? <span>{message}</span> : null}
    </li>
  );
}
