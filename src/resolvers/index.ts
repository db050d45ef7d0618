import { addResolversToSchema } from '@graphql-tools/schema';
import { GraphQLSchema } from 'graphql';

import type { ClaimsPolicy } from '../claims/policy/policy.ts';
import { claimsFieldResolvers } from '../claims/policy/read-claim.ts';
import { ownClaimScalars } from '../claims/scalars.ts';
import { jsonScalar } from '../claims/schema/json-object.ts';
import { causedBy } from './ClaimsChange/causedBy.ts';
import { revertedBy } from './ClaimsChange/revertedBy.ts';
import { reverts } from './ClaimsChange/reverts.ts';
import { targets } from './ClaimsChange/targets.ts';
import { endSession } from './Mutation/endSession.ts';
import { revertClaimsChange } from './Mutation/revertClaimsChange.ts';
import { updateMyClaims } from './Mutation/updateMyClaims.ts';
import { updateUserClaims } from './Mutation/updateUserClaims.ts';
import { claimsChange } from './Query/claimsChange.ts';
import { claimsChanges } from './Query/claimsChanges.ts';
import { mySession } from './Query/mySession.ts';
import { user } from './Query/user.ts';
import { users } from './Query/users.ts';
import { dateTime } from './scalars/date-time.ts';
import { emailAddress } from './scalars/email-address.ts';
import { changes as changesOfSession } from './Session/changes.ts';
import { claims } from './Session/claims.ts';
import { claimsVersion } from './Session/claimsVersion.ts';
import { createdAt } from './Session/createdAt.ts';
import { expiresAt } from './Session/expiresAt.ts';
import { id } from './Session/id.ts';
import { provenance } from './Session/provenance.ts';
import { mySessionChanged } from './Subscription/mySessionChanged.ts';
import type { Resolvers } from './types.generated.ts';
import { changes as changesOfUser } from './User/changes.ts';
import { emails } from './User/emails.ts';
import { sessions } from './User/sessions.ts';
import { standingClaims } from './User/standingClaims.ts';

/** The resolvers that do not depend on the owner's claims. A missing mutation is a compile error. */
const resolvers: Omit<Resolvers, 'Claims'> = {
  Query: { mySession, user, users, claimsChange, claimsChanges },
  Mutation: { updateMyClaims, updateUserClaims, endSession, revertClaimsChange },
  Subscription: { mySessionChanged },
  Session: { id, claims, claimsVersion, createdAt, expiresAt, changes: changesOfSession, provenance },
  User: { emails, sessions, standingClaims, changes: changesOfUser },
  ClaimsChange: { targets, reverts, causedBy, revertedBy },
  DateTime: dateTime,
  EmailAddress: emailAddress,
  JSON: jsonScalar,
};

/** In the SDL it would need a definition of the schema itself, which names the root types a second time. */
const DESCRIPTION =
  'Claimset: reads and changes the claims in the access tokens of SuperTokens sessions, and never loses a change. ' +
  'Begin with `mySession` and `updateMyClaims`; for the claims of other users there are `user` and `updateUserClaims`.';

/** The schema that runs: the contract with the owner's claims, and what resolves them. */
export function executableSchema(schema: GraphQLSchema, policy: ClaimsPolicy): GraphQLSchema {
  return addResolversToSchema({
    schema: new GraphQLSchema({ ...schema.toConfig(), description: DESCRIPTION }),
    resolvers: { ...resolvers, ...ownClaimScalars(), Claims: claimsFieldResolvers(policy) },
  });
}
