import { useExplorer } from '../context.ts';
import { Fault } from '../controls/fault.tsx';
import { useAction } from '../controls/use-action.ts';
import { useTabs } from '../editor/use-tabs.ts';

/** What this is, and how to see it work in a minute. */
export function Welcome() {
  const { hasDemoUser } = useExplorer();
  return (
    <div className="panel-welcome">
      <p>
        <strong>Claimset changes the claims in the access tokens of your users, and never loses a change.</strong> This
        page is its GraphQL API, with the token of this browser beside it.
      </p>
      <ol>
        <li>Sign up below{hasDemoUser ? ', or let the button make a user for you' : ''}.</li>
        <li>
          Run the tab <code>UpdateMyClaims</code>: the round button, or Ctrl+Enter.
        </li>
        <li>See the claim arrive in your token, here.</li>
      </ol>
      {hasDemoUser ? <DemoButton /> : null}
    </div>
  );
}

function DemoButton() {
  const { session } = useExplorer();
  const { openAndRun, focusEditor } = useTabs();
  const { isBusy, fault, run } = useAction();
  const start = (): void => {
    run(async () => {
      const failed = await session.signUp(`demo-${randomName()}@example.com`, `demo-1-${crypto.randomUUID()}`);
      if (failed !== null) return failed;
      openAndRun('UpdateMyClaims');
      focusEditor();
      return null;
    });
  };
  return (
    <>
      <div className="panel-buttons">
        <button type="button" className="panel-button panel-primary panel-large" disabled={isBusy} onClick={start}>
          Try it as a demo user
        </button>
      </div>
      <Fault text={fault} />
    </>
  );
}

function randomName(): string {
  return crypto.randomUUID().slice(0, 8);
}
