import { ClaimsetError } from '../errors.ts';

/** A page of 500 changes with what each did, which it undoes and what undoes it; not much more. */
const MOST_OF_ONE_REQUEST = 2500;

/** What one request may still read of the past. */
export interface ReadBudget {
  /**
   * Asks one question; it counts as one, and each item of its answer as another.
   * @throws ClaimsetError BAD_USER_INPUT where the request has read too much
   */
  read<Answer>(ask: () => Promise<Answer>, itemsOf?: (answer: Answer) => readonly unknown[]): Promise<Answer>;
}

/**
 * Connections within connections, and the same one under many aliases, would let whoever has an account keep the server
 * busy with a single request.
 */
export function readBudget(most = MOST_OF_ONE_REQUEST): ReadBudget {
  let spent = 0;
  const spend = (count: number): void => {
    spent += count;
    if (spent > most) throw tooMuch(most);
  };
  return {
    read: async (ask, itemsOf = () => []) => {
      spend(1);
      const answer = await ask();
      spend(itemsOf(answer).length);
      return answer;
    },
  };
}

function tooMuch(most: number): ClaimsetError {
  const message = `This request reads too much of the history: at most ${most} changes and targets at once. Ask for fewer with \`first\`, and for the rest with \`after\`.`;
  return new ClaimsetError('BAD_USER_INPUT', message);
}
