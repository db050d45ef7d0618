import { inProcessLock, losslessClaims, standingClaims } from 'claimset/supertokens';
import SuperTokens from 'supertokens-node';
import EmailPassword from 'supertokens-node/recipe/emailpassword';
import Session from 'supertokens-node/recipe/session';
import UserMetadata from 'supertokens-node/recipe/usermetadata';

/** With several processes: postgresLock({ connectionString: process.env.DATABASE_URL }). */
const lock = inProcessLock();

export function initSuperTokens(connectionURI: string): void {
  SuperTokens.init({
    framework: 'express',
    supertokens: { connectionURI },
    appInfo: { appName: 'app', apiDomain: 'http://localhost:3000', websiteDomain: 'http://localhost:3000' },
    recipeList: [EmailPassword.init(), Session.init(), UserMetadata.init()],
    experimental: { plugins: [losslessClaims({ lock }), standingClaims({ lock })] },
  });
}
