package dcm.projection.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerTokensTest {
    @TempDir
    private Path directory;

    @Test
    void tokenNamesTheAccountAndTheWorkerAndExpiresAfterAMinute() throws Exception {
        TokenKeyFile key = TokenKeyFile.in(directory);

        String token = new WorkerTokens(key.file()).token(new OwnerName("alice"), new HostName("n2"));

        JwtContext verified = new JwtConsumerBuilder()
                .setVerificationKey(key.publicKey())
                .setExpectedAudience("worker-n2")
                .build()
                .process(token);
        JwtClaims claims = verified.getJwtClaims();
        assertThat(verified.getJoseObjects().getFirst().getAlgorithmHeaderValue())
                .isEqualTo("ES256");
        assertThat(claims.getIssuer()).isEqualTo("dcm-projection-service");
        assertThat(claims.getSubject()).isEqualTo("alice");
        assertThat(claims.getAudience()).containsExactly("worker-n2");
        assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue())
                .isEqualTo(60);
        assertThat(claims.getClaimNames()).doesNotContain("groups", "role", "preferred_username");
    }

    @Test
    void unreadableKeyIsReportedWithTheSettingAndTheFile() throws IOException {
        Path file = Files.writeString(directory.resolve("key"), "no key");

        assertThatThrownBy(() -> new WorkerTokens(file))
                .hasMessageContaining("DCM_WORKER_TOKEN_KEY")
                .hasMessageContaining(file.toString());
    }
}
