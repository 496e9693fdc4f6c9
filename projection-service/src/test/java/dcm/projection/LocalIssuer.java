package dcm.projection;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** An OpenID Connect issuer: its configuration, its public key, and tokens that it signs. */
final class LocalIssuer implements AutoCloseable {
    private final HttpServer server;
    private final RsaJsonWebKey key;

    LocalIssuer() {
        try {
            key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId("only");
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
        answer("/.well-known/openid-configuration", """
                {"issuer": "%1$s", "jwks_uri": "%1$s/jwks", "authorization_endpoint": "%1$s/authorize",
                 "token_endpoint": "%1$s/token"}""".formatted(url()));
        answer("/jwks", "{\"keys\": [" + key.toJson(OutputControlLevel.PUBLIC_ONLY) + "]}");
        server.start();
    }

    private void answer(String path, String document) {
        byte[] body = document.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** An access token for the account of this name. */
    String token(String name, Duration lifetime) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(url());
        claims.setAudience("dcm");
        claims.setSubject("subject-of-" + name);
        claims.setClaim("preferred_username", name);
        claims.setIssuedAtToNow();
        NumericDate end = NumericDate.now();
        end.addSeconds(lifetime.toSeconds());
        claims.setExpirationTime(end);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key.getPrivateKey());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setHeader("typ", "at+jwt");
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(Map.of("claims", claims).toString(), e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
