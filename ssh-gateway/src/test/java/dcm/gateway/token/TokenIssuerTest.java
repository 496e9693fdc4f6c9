package dcm.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.gateway.login.AuthenticatedUser;
import dcm.rest.access.SshGatewayTenant;
import dcm.shell.command.GatewayServices.AccessToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenIssuerTest {
    private static final AuthenticatedUser ALICE =
            new AuthenticatedUser(new OwnerName("alice"), "SHA256:x", "192.0.2.7");
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void shortLivedTokenNamesTheAccountAndExpiresAfterAMinute() throws Exception {
        SigningKeys keys = new SigningKeys(directory.resolve("keys"));

        JwtClaims claims = verified(keys, tokens(keys).brief(ALICE));

        assertThat(claims.getIssuer()).isEqualTo(SshGatewayTenant.ISSUER);
        assertThat(claims.getSubject()).isEqualTo("alice");
        assertThat(claims.getAudience()).containsExactly("dcm");
        assertThat(claims.getClaimValueAsString(SshGatewayTenant.FROM)).isEqualTo("192.0.2.7");
        assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue())
                .isEqualTo(60);
        assertThat(claims.getClaimValueAsString(SshGatewayTenant.KEY)).isEqualTo("SHA256:x");
        assertThat(claims.getClaimValueAsString("role")).isEqualTo("administrator");
        assertThat(claims.getClaimNames()).doesNotContain("groups", "roles", "realm_access");
    }

    @Test
    void tokenForProgramsExpiresAfterFiveMinutes() throws Exception {
        SigningKeys keys = new SigningKeys(directory.resolve("keys"));

        AccessToken token = tokens(keys).forPrograms(ALICE);

        assertThat(token.lifetimeSeconds()).isEqualTo(300L);
        JwtClaims claims = verified(keys, token.token());
        assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue())
                .isEqualTo(300);
        assertThat(claims.hasClaim(SshGatewayTenant.FROM)).isFalse();
    }

    @Test
    void keysAreRotatedDailyAndThePreviousKeyIsStillPublished() throws Exception {
        SigningKeys keys = new SigningKeys(directory.resolve("keys"));
        String first = keys.current(NOW).getKeyId();

        String nextDay = keys.current(Instant.now().plus(Duration.ofHours(25))).getKeyId();
        String afterThat =
                keys.current(Instant.now().plus(Duration.ofHours(50))).getKeyId();

        assertThat(first).isNotEqualTo(nextDay);
        assertThat(keys.publicSet()).contains(nextDay, afterThat).doesNotContain(first);
    }

    @Test
    void keysAreKeptAfterARestartAndReadableOnlyByTheGateway() throws Exception {
        Path file = directory.resolve("keys");
        String before = new SigningKeys(file).publicSet();

        assertThat(new SigningKeys(file).publicSet()).isEqualTo(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(before).doesNotContain("\"d\"");
        assertThat(Files.readString(file)).contains("\"d\"");
    }

    @Test
    void damagedKeyFileIsReportedByName() throws IOException {
        Path file = Files.writeString(directory.resolve("keys"), "{");

        assertThatThrownBy(() -> new SigningKeys(file)).hasMessageContaining(file.toString());
    }

    private static TokenIssuer tokens(SigningKeys keys) {
        return new TokenIssuer(
                keys,
                name -> Optional.of(AccountSnapshot.opened(
                        name, Profile.of("alice", Role.ADMINISTRATOR), List.of(), null, Instant.EPOCH)));
    }

    private static JwtClaims verified(SigningKeys keys, String token) throws Exception {
        return new JwtConsumerBuilder()
                .setVerificationKeyResolver(
                        new JwksVerificationKeyResolver(new JsonWebKeySet(keys.publicSet()).getJsonWebKeys()))
                .setExpectedAudience("dcm")
                .build()
                .processToClaims(token);
    }
}
