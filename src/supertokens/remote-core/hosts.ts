/** The cores of a connection URI as the SDK takes it: one URL, or several with `;` between. */
export function coreHosts(connectionUri: string): string[] {
  return connectionUri
    .split(';')
    .map((host) => host.trim())
    .filter((host) => host !== '');
}
