import type { RequestHandler } from 'express';

interface LandingDeps {
  readonly config: { readonly publicUrl: string; readonly introspection: boolean };
  readonly explorer: RequestHandler | null;
}

/** Says at `/` what this is and where the endpoint is. */
export function createLanding({ config, explorer }: LandingDeps): RequestHandler {
  const page = {
    name: 'Claimset',
    about: 'A GraphQL API that changes the claims in SuperTokens sessions, and never loses one.',
    graphql: `${config.publicUrl}/graphql`,
    graphiql: explorer === null ? 'not on this server' : `${config.publicUrl}/`,
    introspection: config.introspection ? 'on' : 'off',
    health: [`${config.publicUrl}/health/live`, `${config.publicUrl}/health/ready`],
  };
  const text = `${JSON.stringify(page, null, 2)}\n`;
  return (_req, res) => {
    res.type('application/json').send(text);
  };
}
