/**
 * Prepares libraries for the content security policy. react-aria creates style elements; it takes their nonce from
 * `<meta property="csp-nonce">`. It also clears its live announcements by setting `innerHTML` to the empty string: the default policy
 * permits this one value, and nothing else becomes HTML.
 */
export function prepareForContentSecurityPolicy(): void {
  const given = document.querySelector<HTMLMetaElement>('meta[name=style-nonce]');
  if (given) {
    const meta = document.createElement('meta');
    meta.setAttribute('property', 'csp-nonce');
    meta.nonce = given.content;
    meta.content = given.content;
    document.head.append(meta);
  }
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy('default', { createHTML: (html) => (html === '' ? '' : null) });
}

/** What the page uses of Trusted Types; not all browsers have them. */
interface TrustedTypes {
  createPolicy: (name: string, rules: { createHTML: (html: string) => string | null }) => unknown;
}
