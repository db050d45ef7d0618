// Makes two API keys once: they are in .env for the application, and their hashes for the server in claimset.env.
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';

const make = (name, ...scopes) => {
  const claimset = ['node_modules/claimset/dist/cli.js', 'api-key', name, ...scopes];
  return execFileSync(process.execPath, claimset, { encoding: 'utf8' }).match(/^\S+$/gm);
};

if (!existsSync('.env')) {
  // The service may only watch what changes.
  const [guardKey, guardEntry] = make('guard', 'claims:watch');
  const [planKey, planEntry] = make('plans', 'claims:read', 'claims:write');
  const server = [`API_KEYS=${guardEntry},${planEntry}`, 'WEBSITE_ORIGINS=http://localhost:3000', ''];
  writeFileSync('claimset.env', server.join('\n'), { mode: 0o600 });
  writeFileSync('.env', `GUARD_API_KEY=${guardKey}\nPLANS_API_KEY=${planKey}\n`, { mode: 0o600 });
}
