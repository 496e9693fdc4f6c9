package dcm.journey.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStoreException;
import java.security.cert.CertificateException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.MockWebServerWrapper;
import no.nav.security.mock.oauth2.http.Ssl;
import no.nav.security.mock.oauth2.http.SslKeystore;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/** An issuer of access tokens that is not Keycloak, with a certificate of its own CA. */
final class MockIssuer implements AutoCloseable {
    static final String AUDIENCE = "lab";

    /** The claim with the account's name. */
    static final String NAME_CLAIM = "login";

    private static final String ISSUER = "lab";
    private static final String ACCESS_TOKEN = "at+jwt";
    private static final long FIVE_MINUTES = 300;

    private final Ssl tls = new Ssl(new SslKeystore());
    private final MockOAuth2Server server = new MockOAuth2Server(new OAuth2Config(
            false, null, null, false, new OAuth2TokenProvider(), Set.of(), new MockWebServerWrapper(tls)));

    MockIssuer() {
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    String url() {
        return server.issuerUrl(ISSUER).toString();
    }

    /** Writes the certificate of the CA to a file. */
    Path writeCa(Path directory) {
        try {
            byte[] certificate = tls.getSslKeystore()
                    .getKeyStore()
                    .getCertificate("localhost")
                    .getEncoded();
            String pem = "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate)
                    + "\n-----END CERTIFICATE-----\n";
            return Files.writeString(directory.resolve("issuer-ca.pem"), pem);
        } catch (KeyStoreException | CertificateException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The subject of a user. */
    static String subject(String name) {
        return "subject-of-" + name;
    }

    /** An access token as DCM expects it. */
    String token(String name) {
        return new Token(this).of(name);
    }

    /** The next browser that is sent to the issuer signs in as this user, without a form. */
    void signsInNext(String name) {
        server.enqueueCallback(new DefaultOAuth2TokenCallback(
                ISSUER, subject(name), ACCESS_TOKEN, List.of(AUDIENCE), Map.of(NAME_CLAIM, name), FIVE_MINUTES));
    }

    /** A token in which something can be wrong. */
    Token token() {
        return new Token(this);
    }

    @Override
    public void close() {
        server.shutdown();
    }

    /** What a token contains. */
    static final class Token {
        private final MockIssuer issuer;
        private String issuerId = ISSUER;
        private String type = ACCESS_TOKEN;
        private String audience = AUDIENCE;
        private long expiry = FIVE_MINUTES;
        private boolean named = true;

        private Token(MockIssuer issuer) {
            this.issuer = issuer;
        }

        Token from(String otherIssuer) {
            issuerId = otherIssuer;
            return this;
        }

        Token type(String header) {
            type = header;
            return this;
        }

        Token audience(String value) {
            audience = value;
            return this;
        }

        Token expired() {
            expiry = -FIVE_MINUTES;
            return this;
        }

        Token withoutName() {
            named = false;
            return this;
        }

        String of(String name) {
            Map<String, Object> claims = new HashMap<>();
            if (named) {
                claims.put(NAME_CLAIM, name);
            }
            return issuer.server
                    .issueToken(
                            issuerId,
                            "lab-cli",
                            new DefaultOAuth2TokenCallback(
                                    issuerId, subject(name), type, List.of(audience), claims, expiry))
                    .serialize();
        }
    }
}
