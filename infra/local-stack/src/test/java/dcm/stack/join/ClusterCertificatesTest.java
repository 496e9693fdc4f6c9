package dcm.stack.join;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.installation.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterCertificatesTest {
    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"own-ca", "acme"})
    void directoryOfThePublicCertificatesExistsBeforeTheGatewayStarts(String tls) {
        Installation installation = Installation.of(
                home, Map.of("DCM_HOME", home.toString(), "DCM_PUBLIC_URL", "https://dcm.lab", "DCM_TLS", tls));

        new ClusterCertificates(installation).step().action().accept(line -> {});

        assertTrue(Files.isDirectory(installation.certificates().publicDirectory()));
    }
}
