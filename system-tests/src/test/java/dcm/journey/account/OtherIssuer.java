package dcm.journey.account;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dcm.journey.gateway.ConsoleBrowser;
import dcm.journey.support.Eventually;
import dcm.journey.support.ServerProcess;
import dcm.journey.support.ShellRunner;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;

/**
 * An OpenID provider that is not Keycloak, with a certificate of its own CA: node-oidc-provider. Users sign in with their
 * e-mail address and any password.
 */
final class OtherIssuer implements AutoCloseable {
    static final String AUDIENCE = "lab";

    /** The claim with the account's name: the e-mail address up to the {@code @}. */
    static final String NAME_CLAIM = "login";

    /** The client for device login. */
    static final String LAPTOP = "laptop";

    /** The client of the web console, and its secret. */
    static final String CONSOLE = "console";

    static final String CONSOLE_SECRET = "secret of the console";

    private static final Path PROGRAM = Path.of("issuer").toAbsolutePath();
    private static final Path NPM =
            Path.of("../web-console/build/npm.js").toAbsolutePath().normalize();
    private static final String ACCESS_TOKEN = "at+jwt";
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private final int port = ServerProcess.freePort();
    private final Path certificate;
    private final ECKey signingKey;
    private final Process process;

    /**
     * Starts it, and waits until it listens.
     *
     * @param directory for its files
     * @param gateway the URL of the API gateway
     */
    OtherIssuer(Path directory, String gateway) throws IOException, JOSEException {
        Path files = Files.createTempDirectory(directory, "issuer");
        certificate = files.resolve("issuer.crt");
        Path key = files.resolve("issuer.key");
        signingKey = new ECKeyGenerator(Curve.P_256)
                .keyID("1")
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.ES256)
                .generate();
        Path settings = files.resolve("settings.json");
        new JsonMapper()
                .writeValue(
                        settings.toFile(),
                        Map.of(
                                "issuer", url(),
                                "gateway", gateway,
                                "audience", AUDIENCE,
                                "nameClaim", NAME_CLAIM,
                                "laptop", LAPTOP,
                                "console", CONSOLE,
                                "consoleSecret", CONSOLE_SECRET,
                                "signingKey", signingKey.toJSONObject(),
                                "key", key.toString(),
                                "certificate", certificate.toString()));
        ShellRunner.run(("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
                        + " -addext subjectAltName=DNS:localhost -keyout " + key + " -out " + certificate)
                .split(" "));
        ShellRunner.run(
                "node",
                "--input-type=module",
                "--eval",
                "import { npm } from '%s'; await npm('ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', '%s');"
                        .formatted(NPM, PROGRAM));
        process = new ProcessBuilder("node", PROGRAM.resolve("issuer.js").toString(), settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(files.resolve("issuer.log").toFile())
                .start();
        try {
            Eventually.that("the issuer listens", this::listens);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private boolean listens() {
        try (var socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected() && process.isAlive();
        } catch (IOException notYet) {
            return false;
        }
    }

    String url() {
        return "https://localhost:" + port;
    }

    /** The file with the certificate of the CA. */
    Path authority() {
        return certificate;
    }

    /** The subject of a user: the e-mail address. */
    static String subject(String name) {
        return name + "@lab.example";
    }

    /** Fills in the issuer's forms in a browser that was sent there, and returns the page to which the issuer sends it back. */
    HttpResponse<String> signIn(ConsoleBrowser browser, HttpResponse<String> form, String name) {
        HttpResponse<String> consent = browser.submit(form, Map.of("login", subject(name), "password", "any"));
        return browser.submit(consent, Map.of());
    }

    /** An access token as DCM expects it. */
    String token(String name) {
        return token().of(name);
    }

    /** A token in which something can be wrong. */
    Token token() {
        return new Token(url(), signingKey);
    }

    @Override
    public void close() {
        ServerProcess.end(process);
    }

    /** What a token contains, signed with the issuer's key. */
    static final class Token {
        private final ECKey key;
        private final JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .audience(AUDIENCE)
                .issueTime(new Date())
                .expirationTime(in(FIVE_MINUTES));

        private String type = ACCESS_TOKEN;
        private boolean named = true;

        private Token(String issuer, ECKey key) {
            this.key = key;
            claims.issuer(issuer);
        }

        private static Date in(Duration time) {
            return Date.from(Instant.now().plus(time));
        }

        Token from(String otherIssuer) {
            claims.issuer(otherIssuer);
            return this;
        }

        Token type(String header) {
            type = header;
            return this;
        }

        Token audience(String value) {
            claims.audience(value);
            return this;
        }

        Token expired() {
            claims.expirationTime(in(FIVE_MINUTES.negated()));
            return this;
        }

        Token withoutName() {
            named = false;
            return this;
        }

        String of(String name) {
            claims.subject(subject(name));
            if (named) {
                claims.claim(NAME_CLAIM, name);
            }
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                    .keyID(key.getKeyID())
                    .type(new JOSEObjectType(type))
                    .build();
            try {
                SignedJWT token = new SignedJWT(header, claims.build());
                token.sign(new ECDSASigner(key));
                return token.serialize();
            } catch (JOSEException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
