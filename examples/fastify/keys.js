// Makes an API key once: the key is for the application, in .env, and its hash for the server, in claimset.env.
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';

if (!existsSync('.env')) {
  const claimset = ['node_modules/claimset/dist/cli.js', 'api-key', 'billing', 'claims:read', 'claims:write'];
  const [key, entry] = execFileSync(process.execPath, claimset, { encoding: 'utf8' }).match(/^\S+$/gm);
  writeFileSync('claimset.env', `API_KEYS=${entry}\n`, { mode: 0o600 });
  writeFileSync('.env', `BILLING_API_KEY=${key}\n`, { mode: 0o600 });
}
