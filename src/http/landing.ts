import type { RequestHandler } from 'express';

interface LandingDeps {
  readonly config: { readonly publicUrl: string; readonly introspection: boolean };
  readonly explorer: RequestHandler | null;
}

/** Says at `/` what this is and where the endpoint is. Without introspection there is no page here, so it says 404. */
export function createLanding(deps: LandingDeps): RequestHandler {
  const { publicUrl, introspection } = deps.config;
  const page = {
    name: 'Claimset',
    about: 'A GraphQL API that changes the claims in SuperTokens sessions, and never loses one.',
    graphql: `${publicUrl}/graphql`,
    graphiql: graphiqlOf(deps),
    introspection: introspection ? 'on' : 'off',
    health: [`${publicUrl}/health/live`, `${publicUrl}/health/ready`],
  };
  const text = `${JSON.stringify(page, null, 2)}\n`;
  return (_req, res) => {
    res
      .status(introspection ? 200 : 404)
      .type('application/json')
      .send(text);
  };
}

function graphiqlOf({ config, explorer }: LandingDeps): string {
  if (!config.introspection) return 'off, as introspection is: EXPLORER=on turns both on';
  return explorer === null ? 'not built: run `npm run build:explorer`, and start again' : `${config.publicUrl}/`;
}
