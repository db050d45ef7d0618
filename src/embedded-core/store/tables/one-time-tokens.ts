import { asText, type Database, type Row } from '../database/database.ts';
import type { OneTimeToken, OneTimeTokenOperations, OwnedEmail, TokenPurpose } from '../port.ts';

/** Tokens that are mailed, and the emails they verify (docs/core-contract.md, 'Users'). */
export function oneTimeTokenQueries(database: Database): OneTimeTokenOperations {
  const tokens = tokenRows(database);
  const verified = verifiedEmailQueries(database);
  const user = database.prepare('SELECT 1 FROM users WHERE id = ?');
  return {
    createResetToken: (token) => user.get(token.userId) !== undefined && tokens.create(token, 'password-reset'),
    createVerificationToken: (token) => !verified.readIsVerified(token) && tokens.create(token, 'email-verification'),
    consumeResetToken: ({ hash, now }) => {
      const owned = tokens.find(hash, now, 'password-reset');
      if (owned !== null) tokens.removeOfUser(owned, 'password-reset');
      return owned;
    },
    consumeVerificationToken: ({ hash, now }) => {
      const owned = tokens.find(hash, now, 'email-verification');
      if (owned === null) return null;
      tokens.removeOfPair(owned, 'email-verification');
      verified.verify(owned);
      return owned;
    },
    removeVerificationTokens: (owned) => {
      tokens.removeOfPair(owned, 'email-verification');
    },
    readIsVerified: verified.readIsVerified,
    unverify: verified.unverify,
  };
}

interface TokenRows {
  create(token: OneTimeToken, purpose: TokenPurpose): true;
  find(hash: string, now: number, purpose: TokenPurpose): OwnedEmail | null;
  removeOfUser(owned: OwnedEmail, purpose: TokenPurpose): void;
  removeOfPair(owned: OwnedEmail, purpose: TokenPurpose): void;
}

function tokenRows(database: Database): TokenRows {
  const insert = database.prepare(
    'INSERT INTO one_time_tokens (hash, purpose, user_id, email, expires_at) VALUES (?, ?, ?, ?, ?)',
  );
  const find = database.prepare(
    'SELECT user_id, email FROM one_time_tokens WHERE hash = ? AND purpose = ? AND expires_at > ?',
  );
  const removeOfUser = database.prepare('DELETE FROM one_time_tokens WHERE user_id = ? AND purpose = ?');
  const removeOfPair = database.prepare('DELETE FROM one_time_tokens WHERE user_id = ? AND purpose = ? AND email = ?');
  return {
    create: ({ hash, userId, email, expiresAt }, purpose) => {
      insert.run(hash, purpose, userId, email, expiresAt);
      return true;
    },
    find: (hash, now, purpose) => {
      const row = find.get(hash, purpose, now);
      return row === undefined ? null : toOwnedEmail(row);
    },
    removeOfUser: ({ userId }, purpose) => {
      removeOfUser.run(userId, purpose);
    },
    removeOfPair: ({ userId, email }, purpose) => {
      removeOfPair.run(userId, purpose, email);
    },
  };
}

interface VerifiedEmails extends Pick<OneTimeTokenOperations, 'readIsVerified' | 'unverify'> {
  verify(owned: OwnedEmail): void;
}

function verifiedEmailQueries(database: Database): VerifiedEmails {
  const insert = database.prepare('INSERT OR IGNORE INTO verified_emails (user_id, email) VALUES (?, ?)');
  const find = database.prepare('SELECT 1 FROM verified_emails WHERE user_id = ? AND email = ?');
  const remove = database.prepare('DELETE FROM verified_emails WHERE user_id = ? AND email = ?');
  return {
    verify: ({ userId, email }) => {
      insert.run(userId, email);
    },
    readIsVerified: ({ userId, email }) => find.get(userId, email) !== undefined,
    unverify: ({ userId, email }) => {
      remove.run(userId, email);
    },
  };
}

function toOwnedEmail(row: Row): OwnedEmail {
  return { userId: asText(row[0]), email: asText(row[1]) };
}
