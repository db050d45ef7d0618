import { getDomain, getPublicSuffix } from 'tldts';

import { isLoopback } from './values.ts';

/** How cookies of sessions are written; null is SuperTokens' own default. */
export interface CookieConfig {
  /** The hosts below this one get the cookies too; null: only the host of the public URL. */
  readonly domain: string | null;
  /** Where cookies of an earlier configuration still are, to be cleared; the empty string: on the host alone. */
  readonly olderDomain: string | null;
  readonly sameSite: 'lax' | 'strict' | 'none' | null;
  readonly secure: boolean | null;
  readonly antiCsrf: 'NONE' | 'VIA_CUSTOM_HEADER' | 'VIA_TOKEN' | null;
}

/** Where browsers find the server, and the pages that call it. */
export interface Addresses {
  readonly publicUrl: string;
  readonly websiteOrigins: readonly [string, ...string[]];
}

/** Settings that contradict each other, whoever calls: the server must not start with them. */
export function cookieFaults({ publicUrl, websiteOrigins }: Addresses, cookies: CookieConfig): string[] {
  return [
    ...hostFaults('PUBLIC_URL', publicUrl),
    ...(websiteOrigins[0] === publicUrl ? [] : hostFaults('WEBSITE_ORIGINS', websiteOrigins[0])),
    ...domainFaults('COOKIE_DOMAIN', cookies.domain, publicUrl),
    ...domainFaults('OLDER_COOKIE_DOMAIN', cookies.olderDomain, publicUrl),
    ...olderDomainFaults(cookies),
    ...secureFaults(publicUrl, cookies),
  ];
}

/** What browsers will not do with these settings, though sessions in headers work: said at the start. */
export function cookieWarnings(addresses: Addresses, cookies: CookieConfig): string[] {
  const sameSite = effectiveSameSite(addresses, cookies);
  const unreached = addresses.websiteOrigins.flatMap((origin) => unreachedAdvice(origin, addresses, cookies, sameSite));
  if (cookies.antiCsrf !== 'NONE' || sameSite !== 'none') return unreached;
  return [
    ...unreached,
    'ANTI_CSRF: with NONE, and cookies that other sites send along, their pages can act in the name of your users: ' +
      'remove it, or write VIA_CUSTOM_HEADER',
  ];
}

/** SuperTokens needs the registrable part of a host; without one it fails at the start, or at each request. */
function hostFaults(variable: string, url: string): string[] {
  const { hostname } = new URL(url);
  if (isLoopback(hostname) || isAddress(hostname) || getDomain(hostname, PRIVATE) !== null) return [];
  return [`${variable}: ${hostname} has no domain that cookies can be of: write a host such as claims.example.com`];
}

function domainFaults(variable: string, domain: string | null, publicUrl: string): string[] {
  if (domain === null || domain === '') return [];
  const bare = domain.replace(/^\./, '');
  const { hostname } = new URL(publicUrl);
  if (hostname === bare) return [];
  if (isAddress(hostname) || !hostname.endsWith(`.${bare}`)) {
    return [
      `${variable}: browsers refuse ${domain} from ${hostname}, the host of PUBLIC_URL: write one that it is below`,
    ];
  }
  if (getPublicSuffix(bare, PRIVATE) !== bare) return [];
  return [`${variable}: browsers refuse ${domain}, below which anybody may have a host: write your own domain`];
}

function olderDomainFaults({ domain, olderDomain }: CookieConfig): string[] {
  const isSame = olderDomain !== null && olderDomain.replace(/^\./, '') === (domain ?? '').replace(/^\./, '');
  return isSame ? ['OLDER_COOKIE_DOMAIN: is where the cookies are now: it would clear them; remove it'] : [];
}

function secureFaults(publicUrl: string, { sameSite, secure }: CookieConfig): string[] {
  const { protocol, hostname } = new URL(publicUrl);
  if (secure === true && protocol === 'http:' && !isLoopback(hostname)) {
    return ['COOKIE_SECURE: browsers drop secure cookies from the http of PUBLIC_URL: write its https URL, or off'];
  }
  if (sameSite === 'none' && !isSecure(publicUrl, secure)) {
    return [
      'COOKIE_SAME_SITE: browsers drop cookies with none that are not secure: needs the https of PUBLIC_URL, and COOKIE_SECURE not off',
    ];
  }
  return [];
}

function unreachedAdvice(
  origin: string,
  { publicUrl }: Addresses,
  { secure }: CookieConfig,
  sameSite: string,
): string[] {
  if (siteOf(origin) === siteOf(publicUrl)) {
    return sameSite === 'none' && !isSecure(publicUrl, secure)
      ? [lost(origin, 'they say SameSite=None and are not secure: use https')]
      : [];
  }
  if (sameSite === 'none' && isSecure(publicUrl, secure)) return [];
  const [one, other] = [new URL(origin), new URL(publicUrl)];
  if (isLocal(one.hostname) && isLocal(other.hostname)) {
    return [
      lost(origin, `to browsers ${one.hostname} and ${other.hostname} are two sites: write the same host in both`),
    ];
  }
  if (!isSecure(publicUrl, secure)) {
    return [
      lost(
        origin,
        'it is another site than PUBLIC_URL, and that needs https there, or hosts of one domain and one scheme',
      ),
    ];
  }
  return [
    lost(origin, 'it is another site than PUBLIC_URL, and the cookies are for one site: set COOKIE_SAME_SITE=none'),
  ];
}

function lost(origin: string, reason: string): string {
  return `WEBSITE_ORIGINS: pages of ${origin} have no session in cookies: ${reason}. Sessions in headers work`;
}

/** As SuperTokens chooses where nothing is configured: it looks at the first origin alone, and takes all local hosts for one. */
function effectiveSameSite({ publicUrl, websiteOrigins }: Addresses, { sameSite }: CookieConfig): string {
  if (sameSite !== null) return sameSite;
  const [one, other] = [new URL(publicUrl), new URL(websiteOrigins[0])];
  const areLocal = isLocal(one.hostname) && isLocal(other.hostname) && one.protocol === other.protocol;
  return areLocal || siteOf(publicUrl) === siteOf(websiteOrigins[0]) ? 'lax' : 'none';
}

/** What browsers compare: the scheme, and the part of the host that somebody registered. */
function siteOf(url: string): string {
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${isAddress(hostname) ? hostname : (getDomain(hostname, PRIVATE) ?? hostname)}`;
}

function isSecure(publicUrl: string, secure: boolean | null): boolean {
  return secure ?? publicUrl.startsWith('https:');
}

function isLocal(hostname: string): boolean {
  return isLoopback(hostname) || isAddress(hostname);
}

/** An address of IPv4, or of IPv6 as URLs have it. */
function isAddress(hostname: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$|^\[/.test(hostname);
}

/** As browsers do it: hosts below `github.io` are of as many owners. */
const PRIVATE = { allowPrivateDomains: true };
