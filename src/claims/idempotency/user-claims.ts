import { authorise } from '../access/authorise.ts';
import { findUser } from '../access/find-user.ts';
import type { ClaimError } from '../errors.ts';
import { showChange } from '../history/show.ts';
import type { Requester } from '../ports.ts';
import {
  updateUserClaims,
  type UserClaimsDeps,
  type UserClaimsInput,
  type UserClaimsResult,
} from '../service/update-user-claims.ts';
import type { Commands } from './commands.ts';
import { commandKey } from './key.ts';
import { once } from './once.ts';

/** `updateUserClaims`, done once for each key. @throws also what `once` throws, and BAD_USER_INPUT */
export async function updateUserClaimsOnce(
  requester: Requester,
  input: UserClaimsInput,
  deps: UserClaimsDeps & { readonly commands: Commands },
): Promise<UserClaimsResult> {
  const { idempotencyKey = null, ...asked } = input;
  if (idempotencyKey === null || input.dryRun) return updateUserClaims(requester, input, deps);
  const { by, tenantIds } = await authorise(requester, deps.permissions, 'claims:write');
  return once(
    commandKey(by, idempotencyKey, { updateUserClaims: asked }),
    {
      run: (newChange, known) => updateUserClaims(requester, input, { ...deps, newChange }, known ?? undefined),
      answerOf: ({ sessions, standing, change, userErrors }) => ({
        ...{ sessions, standing, userErrors, isChanged: change !== null },
      }),
      repeat: async ({ sessions, standing, userErrors }, change) => {
        const found = userErrors.length > 0 ? null : await findUser(input.user, tenantIds, deps);
        const user = found?.kind === 'found' ? { ...found.user, isReadBack: true as const } : null;
        return { user, sessions, standing, change: change && showChange(change, null), userErrors, isRepeated: true };
      },
      refuse,
    },
    deps,
  );
}

function refuse(error: ClaimError): UserClaimsResult {
  return { user: null, sessions: [], standing: null, change: null, userErrors: [error] };
}
