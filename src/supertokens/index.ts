/**
 * `claimset/supertokens`: for every application that uses supertokens-node, with or without the GraphQL API.
 */
export { ClaimsetError, type ErrorCode, type WriteOutcome } from '../claims/errors.ts';
export type { Ledger } from '../ledger/ledger.ts';
export { fileLedger, type FileLedgerOptions } from '../ledger/libsql/ledger.ts';
export { postgresLedger, type PostgresLedgerOptions } from '../ledger/postgres/ledger.ts';
export { inProcessLock, type InProcessLockOptions } from '../locks/in-process.ts';
export type { ClaimsLock, HeldLock } from '../locks/lock.ts';
export { postgresLock, type PostgresLockOptions } from '../locks/postgres/lock.ts';
export type { CoreTimeLimits } from './lossless/section.ts';
export { freshClaims, type FreshClaimsOptions } from './fresh-claims/plugin.ts';
export { losslessClaims, type LosslessClaimsOptions } from './lossless/plugin.ts';
export { standingClaims, type StandingClaimsOptions } from './standing/plugin.ts';
