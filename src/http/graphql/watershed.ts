const GRAPHQL_RESPONSE = new Set(['application/graphql-response+json', 'application/*', '*/*']);

/**
 * GraphQL over HTTP, section 6.4: a client that accepts `application/json` alone takes a 400 for one of a proxy, so a
 * document that is not valid is answered to it with 200. Everybody else gets the 400.
 */
export function statusForClient(status: number | undefined, accept: string | undefined): number | undefined {
  return status === 400 && acceptsJsonAlone(accept) ? 200 : status;
}

function acceptsJsonAlone(accept: string | undefined): boolean {
  const ranges = (accept ?? '*/*').split(',').flatMap((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter)) ? [] : [type];
  });
  return ranges.includes('application/json') && !ranges.some((range) => GRAPHQL_RESPONSE.has(range));
}
