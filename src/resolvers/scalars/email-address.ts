import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/** RFC 5321, section 4.5.3.1: a path of 256 octets, its angle brackets included. */
const MAX_LENGTH = 254;

const EMAIL = /^[^\s@\p{Cc}\p{Cs}]+@[^\s@\p{Cc}\p{Cs}]+$/u;

/** An email address. Stored ones are shown as they are: the core does not check their syntax (docs/core-contract.md, 'Users'). */
export const emailAddress = new GraphQLScalarType<string, string>({
  name: 'EmailAddress',
  serialize: String,
  parseValue: parseEmail,
  parseLiteral: (node) => parseEmail(node.kind === Kind.STRING ? node.value : undefined),
});

function parseEmail(value: unknown): string {
  const email = typeof value === 'string' ? value.trim() : '';
  if (EMAIL.test(email) && email.length <= MAX_LENGTH) return email;
  throw new GraphQLError('EmailAddress must be an email address, such as "ada@example.com".');
}
