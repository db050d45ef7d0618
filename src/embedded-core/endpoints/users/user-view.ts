import type { StoredUser } from '../../store/port.ts';
import { TENANT } from '../../tokens/access-token.ts';

/** A user as the SDK gets it (docs/core-contract.md, 'Users'). */
export function userView({ id, email, joinedAt, isVerified }: StoredUser): Readonly<Record<string, unknown>> {
  const tenantIds = [TENANT];
  return {
    id,
    isPrimaryUser: false,
    tenantIds,
    timeJoined: joinedAt,
    emails: [email],
    phoneNumbers: [],
    thirdParty: [],
    webauthn: { credentialIds: [] },
    loginMethods: [
      { recipeId: 'emailpassword', recipeUserId: id, tenantIds, email, verified: isVerified, timeJoined: joinedAt },
    ],
  };
}

/** As emails are written and looked up (docs/core-contract.md, 'Users'). */
export function normalisedEmail(email: string): string {
  return email.trim().toLowerCase();
}
