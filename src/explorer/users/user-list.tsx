import { type SubmitEvent, useState } from 'react';

import { useExplorer } from '../context.ts';
import { Pages } from '../controls/pages.tsx';
import { TextField } from '../controls/text-field.tsx';
import { Faults } from './faults.tsx';
import { FIND, LIST, type ListedUser, listShape } from './queries.ts';
import { usersHash } from './route.ts';
import { useLoaded } from './use-loaded.ts';

const USERS_A_PAGE = 20;

/** The users, page by page, or those that a text finds. */
export function UserList() {
  const [text, setText] = useState('');
  const [wanted, setWanted] = useState('');
  // The cursors of the pages that were left behind, the last one's last.
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setCursors([]);
    setWanted(text.trim());
  };
  return (
    <>
      <form className="panel-form" role="search" onSubmit={submit}>
        <TextField label="Beginning of an email address, or an id" type="search" value={text} onText={setText} />
        <div className="panel-buttons">
          <button type="submit" className="panel-button panel-primary">
            Find
          </button>
        </div>
      </form>
      <Found wanted={wanted} cursors={cursors} setCursors={setCursors} />
    </>
  );
}

interface FoundProps {
  readonly wanted: string;
  readonly cursors: readonly string[];
  readonly setCursors: (cursors: readonly string[]) => void;
}

function Found({ wanted, cursors, setCursors }: FoundProps) {
  const { ask } = useExplorer();
  const after = cursors.at(-1) ?? null;
  const asked = useLoaded(JSON.stringify([wanted, after]), () =>
    wanted === ''
      ? ask(listShape, LIST, { first: USERS_A_PAGE, after })
      : ask(listShape, FIND, { first: USERS_A_PAGE, after, prefix: wanted, id: wanted }),
  );
  if (asked === null) return <p role="status">Looking …</p>;
  const { user = null, users = null } = asked.data ?? {};
  const listed = users?.edges.map(({ node }) => node) ?? [];
  const found = user === null || listed.some(({ id }) => id === user.id) ? listed : [user, ...listed];
  const next = users?.pageInfo.hasNextPage === true ? users.pageInfo.endCursor : null;
  return (
    <>
      <Faults faults={asked.faults} permission="claims:read" />
      {found.length === 0 && users !== null ? <p role="status">Nobody is found.</p> : null}
      <ul className="panel-list" aria-label="Users">
        {found.map((one) => (
          <UserRow key={one.id} user={one} />
        ))}
      </ul>
      <Pages label="Pages of users" cursors={cursors} next={next} setCursors={setCursors} />
    </>
  );
}

function UserRow({ user: { id, emails } }: { readonly user: ListedUser }) {
  return (
    <li>
      <a href={usersHash(id)}>{emails?.join(', ') || id}</a>
      <span className="panel-hint">{id}</span>
    </li>
  );
}
