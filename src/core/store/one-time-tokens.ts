import { asText, type Database, type Row } from './database.ts';
import type { OneTimeToken, OneTimeTokenOperations, OwnedEmail, TokenPurpose } from './port.ts';

/** Tokens that are mailed, and the emails they verify (CDI.md section 5). */
export function oneTimeTokenQueries(database: Database): OneTimeTokenOperations {
  const insert = database.prepare(
    'INSERT INTO one_time_tokens (hash, purpose, user_id, email, expires_at) VALUES (?, ?, ?, ?, ?)',
  );
  const find = database.prepare(
    'SELECT user_id, email FROM one_time_tokens WHERE hash = ? AND purpose = ? AND expires_at > ?',
  );
  const removeOfUser = database.prepare('DELETE FROM one_time_tokens WHERE user_id = ? AND purpose = ?');
  const removeOfPair = database.prepare('DELETE FROM one_time_tokens WHERE user_id = ? AND purpose = ? AND email = ?');
  const user = database.prepare('SELECT 1 FROM users WHERE id = ?');
  const verified = verifiedEmailQueries(database);

  const create = ({ hash, userId, email, expiresAt }: OneTimeToken, purpose: TokenPurpose): true => {
    insert.run(hash, purpose, userId, email, expiresAt);
    return true;
  };
  const consume = (hash: string, now: number, purpose: TokenPurpose): OwnedEmail | null => {
    const row = find.get(hash, purpose, now);
    return row === undefined ? null : toOwnedEmail(row);
  };

  return {
    createResetToken: (token) => user.get(token.userId) !== undefined && create(token, 'password-reset'),
    createVerificationToken: (token) => !verified.readIsVerified(token) && create(token, 'email-verification'),
    consumeResetToken: ({ hash, now }) => {
      const owned = consume(hash, now, 'password-reset');
      if (owned !== null) removeOfUser.run(owned.userId, 'password-reset');
      return owned;
    },
    consumeVerificationToken: ({ hash, now }) => {
      const owned = consume(hash, now, 'email-verification');
      if (owned === null) return null;
      removeOfPair.run(owned.userId, 'email-verification', owned.email);
      verified.verify(owned);
      return owned;
    },
    removeVerificationTokens: ({ userId, email }) => {
      removeOfPair.run(userId, 'email-verification', email);
    },
    readIsVerified: verified.readIsVerified,
    unverify: verified.unverify,
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
