package dcm.stack.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dcm.stack.installation.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierFilesTest {
    @TempDir
    private Path home;

    @Test
    void filesOfVersion09AreWhereTheirPartSeesThem() throws IOException {
        for (String file : List.of(
                "secrets/admin",
                "secrets/invitations/n2.json",
                "secrets/joined-hosts/n3",
                "secrets/ca.key",
                "secrets/public-own-ca.key",
                "secrets/acme-account-acme.example.org.key",
                "tls/ca.crt",
                "tls/public-own-ca.crt")) {
            Files.createDirectories(home.resolve(file).getParent());
            Files.writeString(home.resolve(file), file);
        }
        var installation = Installation.of(home, Map.of("DCM_HOME", home.toString()));
        var files = new EarlierFiles(installation);

        files.move();
        Files.writeString(home.resolve("secrets/joined-hosts/n4"), "by a version that still runs");
        files.move(); // the next start

        assertEquals(
                "secrets/invitations/n2.json",
                Files.readString(installation.invitations().resolve("n2.json")));
        assertEquals(
                "secrets/joined-hosts/n3", Files.readString(installation.hosts().resolve("joined-hosts/n3")));
        assertEquals(List.of("n3", "n4"), names(installation.hosts().resolve("joined-hosts")));
        assertEquals(
                List.of("acme-account-acme.example.org.key", "own-ca.crt", "own-ca.key"),
                names(installation.certificates().publicDirectory()));
        assertEquals(
                List.of("admin", "ca.key", "hosts", "installation-id", "invitations", "joined-hosts"),
                names(home.resolve("secrets")));
    }

    @Test
    void installationWithoutOtherHostsGetsNoDirectories() throws IOException {
        new EarlierFiles(Installation.of(home, Map.of("DCM_HOME", home.toString()))).move();

        assertFalse(Files.exists(home.resolve("secrets/hosts")));
        assertFalse(Files.exists(home.resolve("tls")));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
