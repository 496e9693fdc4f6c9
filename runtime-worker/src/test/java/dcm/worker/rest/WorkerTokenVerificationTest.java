package dcm.worker.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dcm.contract.identity.HostName;
import dcm.rest.issuer.TokenRejection;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import java.io.IOException;
import java.io.InputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

class WorkerTokenVerificationTest {
    private static final KeyPair KEY = newPair("EC", 256);
    private static final String ES256 = AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256;

    @Test
    void tokenOfProjectionServiceForThisWorkerIsAccepted() throws Exception {
        assertThat(parser().parse(token(claims -> {})).getSubject()).isEqualTo("alice");
    }

    @Test
    void tokenForAnotherWorkerIsRejected() throws Exception {
        assertThat(rejection(token(claims -> claims.setAudience("worker-n2"))))
                .endsWith("aud: it is 'worker-n2'; expected 'worker-n1'.");
    }

    @Test
    void tokenWithoutAnAudienceIsRejected() throws Exception {
        assertThat(rejection(token(claims -> claims.unsetClaim("aud"))))
                .endsWith("aud: the claim is missing; expected 'worker-n1'.");
    }

    @Test
    void expiredTokenIsRejected() throws Exception {
        assertThat(rejection(token(claims -> claims.setExpirationTimeMinutesInTheFuture(-1))))
                .contains("exp: it expired at ");
    }

    @Test
    void tokenWithoutAnExpiryIsRejected() throws Exception {
        assertThat(rejection(token(claims -> claims.unsetClaim("exp")))).contains("exp: the claim is missing.");
    }

    @Test
    void tokenOfAnotherKeyIsRejected() throws Exception {
        assertThat(rejection(signed(newPair("EC", 256).getPrivate(), ES256, claims -> {})))
                .contains("signature: ");
    }

    @Test
    void tokenWithoutASignatureIsRejected() throws Exception {
        assertThat(rejection(signed(null, AlgorithmIdentifiers.NONE, claims -> {})))
                .contains("signature: ");
    }

    @Test
    void tokenOfAUserIsRejectedByItsIssuer() throws Exception {
        String token = signed(newPair("RSA", 2048).getPrivate(), AlgorithmIdentifiers.RSA_USING_SHA256, claims -> {
            claims.setIssuer("http://localhost:8085/realms/dcm");
            claims.setAudience("dcm");
        });

        assertThat(rejection(token))
                .contains("iss: it is 'http://localhost:8085/realms/dcm'; expected 'dcm-projection-service'.");
    }

    @Test
    void tokenOfAnotherIssuerWithTheRightKeyIsRejected() throws Exception {
        assertThat(rejection(token(claims -> claims.setIssuer("dcm-ssh-gateway"))))
                .contains("iss: it is 'dcm-ssh-gateway'; expected 'dcm-projection-service'.");
    }

    private String rejection(String token) throws IOException {
        ParseException failure = catchThrowableOfType(ParseException.class, () -> parser().parse(token));
        return TokenRejection.of(
                        new AuthenticationFailedException(failure),
                        WorkerTokenVerification.expected(new HostName("n1")))
                .orElseThrow()
                .sentence();
    }

    /** As Quarkus makes it from the worker's settings. */
    private static DefaultJWTParser parser() throws IOException {
        Properties settings = new Properties();
        try (InputStream in = WorkerTokenVerificationTest.class.getResourceAsStream("/application.properties")) {
            settings.load(in);
        }
        JWTAuthContextInfo info = new JWTAuthContextInfo(KEY.getPublic(), settings.getProperty("mp.jwt.verify.issuer"));
        info.setSignatureAlgorithm(
                Set.of(SignatureAlgorithm.valueOf(settings.getProperty("mp.jwt.verify.publickey.algorithm"))));
        info.setExpectedAudience(
                Set.of(settings.getProperty("mp.jwt.verify.audiences").replace("${dcm.host.name}", "n1")));
        info.setClockSkew(Integer.parseInt(settings.getProperty("mp.jwt.verify.clock.skew")));
        return new DefaultJWTParser(info);
    }

    private static String token(Consumer<JwtClaims> change) {
        return signed(KEY.getPrivate(), ES256, change);
    }

    private static String signed(PrivateKey key, String algorithm, Consumer<JwtClaims> change) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer("dcm-projection-service");
        claims.setSubject("alice");
        claims.setAudience("worker-n1");
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(1);
        change.accept(claims);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setPayload(claims.toJson());
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setKey(key);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newPair(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
