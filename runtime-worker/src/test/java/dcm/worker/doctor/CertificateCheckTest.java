package dcm.worker.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.report.Finding;
import dcm.contract.report.Finding.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateCheckTest {
    /** Ends at {@link #END}. */
    private static final String PEM = """
            -----BEGIN CERTIFICATE-----
            MIIBLjCB4aADAgECAhRq1zpeVQBNNr6k/th1aEqJuZ7PMDAFBgMrZXAwDTELMAkG
            A1UEAwwCbjIwHhcNMjYwMTAxMDAwMDAwWhcNMjgwNDA1MDAwMDAwWjANMQswCQYD
            VQQDDAJuMjAqMAUGAytlcAMhAK+RggqKbI69TvU//ICObZQNTDfOkdFcsuy80Ilj
            xgzIo1MwUTAdBgNVHQ4EFgQUZpJRbgXJ0Bgk84GX1k6YNoo697UwHwYDVR0jBBgw
            FoAUZpJRbgXJ0Bgk84GX1k6YNoo697UwDwYDVR0TAQH/BAUwAwEB/zAFBgMrZXAD
            QQC2caIvfcoRYL9IEc1PIVv8y3rwIixfHap3Mf7zzXoL+xiO9mWHA1SJPxQ6ngNp
            Or7HTqgAVZsheBEM8B1DI0sP
            -----END CERTIFICATE-----
            """;

    private static final Instant END = Instant.parse("2028-04-05T00:00:00Z");

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("server.crt"), PEM);
    }

    @ParameterizedTest
    @CsvSource({"61, OK", "59, WARNING", "6, PROBLEM", "-1, PROBLEM"})
    void aCertificateThatEndsSoonIsReported(int daysBeforeTheEnd, Level level) {
        Finding finding = CertificateCheck.of(file, END.minus(Duration.ofDays(daysBeforeTheEnd)));

        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.detail()).contains(file.toString(), END.toString());
    }

    @Test
    void aFileWithoutCertificateIsAProblem() throws IOException {
        Files.writeString(file, "");

        Finding finding = CertificateCheck.of(file, END);

        assertThat(finding.level()).isEqualTo(Level.PROBLEM);
        assertThat(finding.remedy()).contains("join again");
    }
}
