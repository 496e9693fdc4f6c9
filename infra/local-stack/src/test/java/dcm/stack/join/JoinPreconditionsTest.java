package dcm.stack.join;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinPreconditionsTest {
    private static final String HERE = "127.0.0.1";

    /** Reserved for documentation. */
    private static final String ELSEWHERE = "203.0.113.9";

    @TempDir
    Path home;

    @Test
    void usableMachineHasNoProblem() throws IOException {
        Path storage = Files.createDirectory(home.resolve("homes"));

        assertDoesNotThrow(
                () -> check(HERE, List.of(HERE, "198.18.0.77"), Optional.of("31000-31999"), Optional.of(storage)));
        try (var files = Files.list(storage)) {
            assertTrue(files.findAny().isEmpty(), "the probe is deleted");
        }
    }

    @Test
    void allProblemsAreReportedTogether() {
        String failure = failure(
                ELSEWHERE, List.of("web.example"), Optional.of("8000-8999"), Optional.of(home.resolve("missing")));

        assertTrue(failure.startsWith("This machine cannot join yet. The token can still be used."), failure);
        assertTrue(failure.contains("- 203.0.113.9 is not an address of this machine"), failure);
        assertTrue(failure.contains("- 'web.example' is not an IP address."), failure);
        assertTrue(failure.contains("- The SSH ports 8000-8999 include 8084, the port of the worker."), failure);
        assertTrue(failure.contains("- --storage: The directory " + home.resolve("missing")), failure);
    }

    @Test
    void invalidRangeOfSshPortsIsReported() {
        assertTrue(failure(HERE, List.of(HERE), Optional.of("many"), Optional.empty())
                .contains("- --ssh-ports: A port range has the form FIRST-LAST"));
    }

    @Test
    void portOfTheWorkerMustBeFree() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral(HERE))) {
            Installation usual = installation(Map.of());
            int offset = usual.port(StackPort.RUNTIME_WORKER) - usual.portBase();
            var installation = installation(Map.of("DCM_PORT_BASE", Integer.toString(other.getLocalPort() - offset)));

            StackFailure failure = assertThrows(
                    StackFailure.class,
                    () -> new JoinPreconditions(installation)
                            .require(HERE, List.of(HERE), Optional.empty(), Optional.empty(), home));

            assertTrue(
                    failure.getMessage().contains("The port " + other.getLocalPort() + " of 127.0.0.1"),
                    failure.getMessage());
        }
    }

    @Test
    void homesMustBeThoseOfBefore() throws IOException {
        Path storage = Files.createDirectory(home.resolve("homes"));
        Path known = installation(Map.of()).data("worker").resolve("homes");
        Files.createDirectories(known.getParent());
        Files.writeString(known, "0badcafe");
        String missing = failure(HERE, List.of(HERE), Optional.empty(), Optional.of(storage));
        assertTrue(missing.contains(storage + " is not the directory of homes"), missing);
        assertTrue(missing.contains("remove " + known), missing);

        Files.writeString(storage.resolve(".dcm-homes"), "1badcafe");
        assertFalse(failure(HERE, List.of(HERE), Optional.empty(), Optional.of(storage))
                .isEmpty());

        Files.writeString(storage.resolve(".dcm-homes"), "0badcafe");
        assertDoesNotThrow(() -> check(HERE, List.of(HERE), Optional.empty(), Optional.of(storage)));
    }

    private String failure(String address, List<String> aliases, Optional<String> ports, Optional<Path> storage) {
        return String.valueOf(assertThrows(StackFailure.class, () -> check(address, aliases, ports, storage))
                .getMessage());
    }

    private void check(String address, List<String> aliases, Optional<String> ports, Optional<Path> storage) {
        new JoinPreconditions(installation(Map.of())).require(address, aliases, ports, storage, home);
    }

    private Installation installation(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("DCM_HOME", home.resolve("dcm").toString());
        return Installation.of(home, settings);
    }
}
