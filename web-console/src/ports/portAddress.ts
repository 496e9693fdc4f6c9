/** The address at which a browser opens a published port. */
export function portAddress({ address, port }: { address: string; port: number }): string {
  const host = address.includes(':') ? `[${address}]` : address;
  const secure = port === 443 || port === 8443;
  return `${secure ? 'https' : 'http'}://${host}:${port}/`;
}
