import { useState } from 'react';

import { useExplorer } from '../context.ts';
import { Fault } from '../controls/fault.tsx';
import { useAction } from '../controls/use-action.ts';
import { END_SESSION, endSessionShape } from './queries.ts';

interface EndSessionProps {
  readonly handle: string;
  readonly onEnded: () => void;
}

/** Ends a session; asks once more before. */
export function EndSession({ handle, onEnded }: EndSessionProps) {
  const { ask } = useExplorer();
  const { isBusy, fault, run } = useAction();
  const [isAsking, setAsking] = useState(false);
  const end = (): void => {
    run(async () => {
      const { data, faults } = await ask(endSessionShape, END_SESSION, { input: { handle } });
      setAsking(false);
      onEnded();
      return [...faults, ...(data?.endSession?.userErrors ?? [])][0]?.message ?? null;
    });
  };
  return (
    <>
      {isAsking ? (
        <Question
          handle={handle}
          isBusy={isBusy}
          onYes={end}
          onNo={() => {
            setAsking(false);
          }}
        />
      ) : (
        <button
          type="button"
          className="panel-link"
          aria-label={`End this session: ${handle}`}
          onClick={() => {
            setAsking(true);
          }}
        >
          End this session
        </button>
      )}
      <Fault text={fault} />
    </>
  );
}

interface QuestionProps {
  readonly handle: string;
  readonly isBusy: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

function Question({ handle, isBusy, onYes, onNo }: QuestionProps) {
  return (
    <div className="panel-buttons" role="group" aria-label={`End session ${handle}?`}>
      <button type="button" className="panel-button panel-danger" disabled={isBusy} onClick={onYes}>
        Yes, sign this device out
      </button>
      <button type="button" className="panel-button" onClick={onNo}>
        Keep it
      </button>
    </div>
  );
}
