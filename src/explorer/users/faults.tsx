import type { ApiFault } from '../api/ask.ts';
import { useExplorer, useSession } from '../context.ts';
import { Command } from '../controls/command.tsx';
import { Fault } from '../controls/fault.tsx';

const NOT_ALLOWED = new Set(['FORBIDDEN', 'UNAUTHENTICATED']);

interface FaultsProps {
  readonly faults: readonly ApiFault[];
  /** What its reader would need. */
  readonly permission: string;
}

/** Why something cannot be seen, and where it is for want of a permission, the command that gives it. */
export function Faults({ faults, permission }: FaultsProps) {
  const messages = [...new Set(faults.map(({ message }) => message))];
  const isForbidden = faults.some(({ code }) => code !== null && NOT_ALLOWED.has(code));
  return (
    <>
      {messages.map((text) => (
        <Fault key={text} text={text} />
      ))}
      {isForbidden ? <HowToBeAllowed permission={permission} /> : null}
    </>
  );
}

function HowToBeAllowed({ permission }: Pick<FaultsProps, 'permission'>) {
  const { session } = useExplorer();
  const state = useSession();
  const email = state.status === 'signed-in' ? session.emailOf(state.userId) : null;
  return (
    <>
      <p>
        Users are for those who have the permission <code>{permission}</code>. Whoever runs this server gives it with:
      </p>
      <Command text={`npx claimset grant ${email ?? 'EMAIL'} ${permission}`} />
      <p className="panel-hint">
        It holds at once, for everybody who signed in with this address. Or give an API key with this scope in the
        Session panel.
      </p>
    </>
  );
}
