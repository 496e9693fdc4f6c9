// An OpenID provider that is not Keycloak. Users sign in with their e-mail address and any password. Its argument is a file with its settings.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { Provider } from 'oidc-provider';

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { issuer, gateway, audience, nameClaim } = settings;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: settings.laptop,
      token_endpoint_auth_method: 'none',
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
      response_types: [],
      redirect_uris: [],
    },
    {
      client_id: settings.console,
      client_secret: settings.consoleSecret,
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: [`${gateway}/console/signed-in`],
      post_logout_redirect_uris: [`${gateway}/console/`],
      backchannel_logout_uri: `${gateway}/console/back-channel-logout`,
    },
  ],
  clientDefaults: { id_token_signed_response_alg: 'ES256' },
  jwks: { keys: [settings.signingKey] },
  cookies: { keys: [settings.consoleSecret] },
  findAccount: (_, address) => ({ accountId: address, claims: () => ({ sub: address }) }),
  extraTokenClaims: (_, token) => ({ [nameClaim]: token.accountId.split('@')[0] }),
  features: {
    deviceFlow: { enabled: true },
    backchannelLogout: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => `urn:${audience}`,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: '',
        audience,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
});

createServer({ key: readFileSync(settings.key), cert: readFileSync(settings.certificate) }, provider.callback()).listen(
  Number(new URL(issuer).port),
  '127.0.0.1',
);
