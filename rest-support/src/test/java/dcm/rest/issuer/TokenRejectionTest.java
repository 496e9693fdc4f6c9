package dcm.rest.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkus.security.AuthenticationFailedException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenRejectionTest {
    private static final String ISSUER = "https://id.example";
    private static final EllipticCurveJsonWebKey KEY = newKey();
    private static final EllipticCurveJsonWebKey OTHER_KEY = newKey();
    private static final IssuerSettings SETTINGS = accepting("at+jwt", "Bearer");

    // ---- types ----

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "at+jwt, -, true",
                "application/at+jwt, -, true",
                "AT+JWT, -, true",
                "JWT, Bearer, true",
                "JWT, -, false",
                "-, -, false",
                "JWT, ID, false",
                "at+jwt, ID, false",
                "logout+jwt, -, false"
            })
    void accessTokenStatesItsTypeInTheHeaderOrInAClaim(String header, String claim, boolean accepted) {
        String token = signed(KEY, header, claims -> {
            if (claim != null) {
                claims.setStringClaim("typ", claim);
            }
        });

        if (accepted) {
            assertThatCode(() -> verify(token, SETTINGS)).doesNotThrowAnyException();
        } else {
            assertThat(rejection(token).reasons()).containsOnlyKeys("typ");
        }
    }

    @Test
    void untypedTokensAreAcceptedOnlyIfSet() {
        IssuerSettings untyped = accepting("JWT");

        assertThatCode(() -> verify(signed(KEY, null, claims -> {}), untyped)).doesNotThrowAnyException();
        assertThat(rejection(signed(KEY, "JWT", claims -> claims.setStringClaim("typ", "ID")), untyped)
                        .sentence())
                .contains("typ: it is 'ID'; expected 'JWT'.");
    }

    // ---- claims ----

    @Test
    void wrongAudienceIsReportedWithTheExpectedOne() {
        TokenRejection rejection = rejection(accessToken(claims -> claims.setAudience("account", "files")));

        assertThat(rejection.sentence()).endsWith("aud: it is 'account', 'files'; expected 'dcm'.");
        assertThat(rejection.challenge()).isEqualTo("Bearer error=\"invalid_token\", error_description=\"wrong: aud\"");
    }

    @Test
    void missingAudienceIsReported() {
        assertThat(rejection(accessToken(claims -> claims.unsetClaim("aud"))).sentence())
                .endsWith("aud: the claim is missing; expected 'dcm'.");
    }

    @Test
    void wrongIssuerIsReportedWithTheExpectedOne() {
        assertThat(rejection(accessToken(claims -> claims.setIssuer("https://other.example")))
                        .sentence())
                .endsWith("iss: it is 'https://other.example'; expected 'https://id.example'.");
    }

    @Test
    void tokenOfAnotherIssuerWithAnUnknownKeyIsReportedAsWrongIssuer() {
        String token = signed(OTHER_KEY, "at+jwt", claims -> claims.setIssuer("https://other.example"));

        assertThat(rejection(token).reasons()).containsOnlyKeys("iss");
    }

    @Test
    void expiryIsReportedWithItsTime() {
        assertThat(rejection(accessToken(claims -> claims.setExpirationTime(NumericDate.fromSeconds(1_700_000_000))))
                        .sentence())
                .endsWith("exp: it expired at 2023-11-14T22:13:20Z.");
    }

    @Test
    void allWrongClaimsAreReported() {
        String token = signed(KEY, "JWT", claims -> {
            claims.setAudience("account");
            claims.setIssuer("https://other.example");
        });

        assertThat(rejection(token).reasons()).containsOnlyKeys("typ", "aud", "iss");
    }

    @Test
    void longAndUnprintableValuesAreCutAndEscaped() {
        assertThat(rejection(accessToken(claims -> claims.setAudience("a\n" + "b".repeat(5000))))
                        .sentence())
                .contains("'a\\u000a")
                .hasSizeLessThan(300);
    }

    // ---- signatures ----

    @Test
    void unknownKeyIsReportedAsSignature() {
        assertThat(rejection(signed(OTHER_KEY, "at+jwt", claims -> {})).sentence())
                .endsWith("signature: no current key of the issuer signed it.");
    }

    @Test
    void tamperedTokenIsReportedAsSignatureWithoutItsText() {
        String token = accessToken(claims -> {});
        String tampered = token.substring(0, token.lastIndexOf('.') + 1)
                + new StringBuilder(token.substring(token.lastIndexOf('.') + 1)).reverse();

        TokenRejection rejection = rejection(tampered);

        assertThat(rejection.reasons()).containsOnlyKeys("signature");
        assertThat(rejection.sentence() + rejection.challenge()).doesNotContain(token.split("\\.")[1]);
    }

    // ---- other failures ----

    @Test
    void failureWithoutATokenHasNoReason() {
        assertThat(TokenRejection.of(new AuthenticationFailedException("no token"), SETTINGS))
                .isEmpty();
    }

    private static TokenRejection rejection(String token) {
        return rejection(token, SETTINGS);
    }

    private static TokenRejection rejection(String token, IssuerSettings settings) {
        var failure = catchThrowableOfType(InvalidJwtException.class, () -> verify(token, settings));
        return TokenRejection.of(new AuthenticationFailedException(failure), settings)
                .orElseThrow();
    }

    /** Verifies as Quarkus does. */
    private static void verify(String token, IssuerSettings settings) throws InvalidJwtException {
        VerificationKeyResolver keys = (signature, nesting) -> {
            if (!KEY.getKeyId().equals(signature.getKeyIdHeaderValue())) {
                throw new UnresolvableKeyException("JWK with kid '" + signature.getKeyIdHeaderValue() + "' not found");
            }
            return KEY.getPublicKey();
        };
        JwtConsumer consumer = new JwtConsumerBuilder()
                .setVerificationKeyResolver(keys)
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setExpectedIssuer(settings.issuer().orElseThrow())
                .setExpectedAudience(settings.audience())
                .registerValidator(new TokenType(settings))
                .build();
        consumer.processToClaims(token);
    }

    private static String accessToken(Consumer<JwtClaims> change) {
        return signed(KEY, "at+jwt", change);
    }

    private static String signed(EllipticCurveJsonWebKey key, String typ, Consumer<JwtClaims> change) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setSubject("a-1");
        claims.setAudience("dcm");
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(5);
        change.accept(claims);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        signature.setKeyIdHeaderValue(key.getKeyId());
        if (typ != null) {
            signature.setHeader("typ", typ);
        }
        signature.setKey(key.getPrivateKey());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EllipticCurveJsonWebKey newKey() {
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(String.valueOf(key.hashCode()));
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static IssuerSettings accepting(String... types) {
        return new IssuerSettings(Optional.of(ISSUER), "dcm", "preferred_username", List.of(types));
    }
}
