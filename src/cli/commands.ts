import type { Environment } from '../config/config.ts';

/** One word of the command line. What it needs is imported when it runs, so that the small ones start at once. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly about: string;
  run(args: readonly string[], env: Environment): Promise<void>;
}

/** Everything that `claimset` can do. */
export const commands: readonly Command[] = [
  {
    name: 'start',
    usage: 'start',
    about: 'serve the GraphQL API',
    run: async (args, env) => (await import('./start.ts')).start(args, env),
  },
  {
    name: 'core',
    usage: 'core',
    about: 'serve the embedded session core alone',
    run: async (args, env) => (await import('./core.ts')).core(args, env),
  },
  {
    name: 'grant',
    usage: 'grant EMAIL PERMISSION...',
    about: 'give a user claims:read, claims:write or claims:audit',
    run: async (args, env) => (await import('./people/grant.ts')).grant(args, env),
  },
  {
    name: 'revoke',
    usage: 'revoke EMAIL PERMISSION...',
    about: 'take them from a user again',
    run: async (args, env) => (await import('./people/revoke.ts')).revoke(args, env),
  },
  {
    name: 'admins',
    usage: 'admins',
    about: 'list who has them, and by which role',
    run: async (args, env) => (await import('./people/admins.ts')).admins(args, env),
  },
  {
    name: 'api-key',
    usage: 'api-key NAME SCOPE... [BOUND...]',
    about: 'make an API key (claims:read, claims:write, claims:audit, claims:watch; tenants=a+b, claims=plan+app_*)',
    run: async (args) => (await import('./api-key.ts')).apiKey(args),
  },
  {
    name: 'doctor',
    usage: 'doctor',
    about: 'say what is wrong with this configuration, and what to do',
    run: async (args, env) => (await import('./doctor/doctor.ts')).doctor(args, env),
  },
  {
    name: 'history',
    usage: 'history EMAIL|ID',
    about: "list the changes of a user's claims",
    run: async (args, env) => (await import('./history/history.ts')).history(args, env),
  },
  {
    name: 'revert',
    usage: 'revert CHANGE [REASON...]',
    about: 'undo a change',
    run: async (args, env) => (await import('./history/revert.ts')).revert(args, env),
  },
  {
    name: 'forget',
    usage: 'forget USER_ID',
    about: "erase the values in the history of a user's claims",
    run: async (args, env) => (await import('./history/forget.ts')).forget(args, env),
  },
  {
    name: 'migrate',
    usage: 'migrate [--print]',
    about: 'make the tables of the ledger, or print the SQL that does',
    run: async (args, env) => (await import('./migrate.ts')).migrate(args, env),
  },
  {
    name: 'schema',
    usage: 'schema',
    about: 'print the SDL of this configuration',
    run: async (args, env) => (await import('./schema.ts')).schema(args, env),
  },
  {
    name: 'types',
    usage: 'types',
    about: 'print a TypeScript type of the claims in a token',
    run: async (args, env) => (await import('./types.ts')).types(args, env),
  },
  {
    name: 'json-schema',
    usage: 'json-schema',
    about: 'print a JSON Schema of the claims in a token',
    run: async (args, env) => (await import('./types.ts')).jsonSchema(args, env),
  },
];
