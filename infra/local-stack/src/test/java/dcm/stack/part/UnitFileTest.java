package dcm.stack.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.installation.Installation;
import dcm.stack.machine.SystemCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitFileTest {
    @TempDir
    Path home;

    @Test
    void unitOfAPartRestartsAndWatchesIt() {
        List<String> lines = unit(ProcessOptions.of("kafka")
                        .withUser("dcm-kafka")
                        .withProbe(Probe.of(Probe.Kind.KAFKA, 8085))
                        .withStop("INT", Duration.ofSeconds(10))
                        .withStartLimit(Duration.ofMinutes(10)))
                .lines()
                .toList();

        assertTrue(
                lines.containsAll(List.of(
                        "Type=notify",
                        "User=dcm-kafka",
                        "Restart=always",
                        "RestartSteps=4",
                        "RestartMaxDelaySec=15",
                        "WatchdogSec=60",
                        "WatchdogSignal=SIGKILL",
                        "KillSignal=SIGINT",
                        "TimeoutStopSec=25",
                        "TimeoutStartSec=600s",
                        "PartOf=dcm.target")),
                String.join("\n", lines));
        assertTrue(lines.stream().anyMatch(line -> line.contains("\"run\" \"KAFKA\" \"127.0.0.1\" \"8085\"")));
    }

    @Test
    void partSeesAndWritesNothingElseOfTheInstallation() {
        String unit = unit(ProcessOptions.of("kafka").withUser("dcm-kafka").withWritable(home.resolve("data/kafka")));

        assertEquals(
                List.of("BindPaths=\"" + home + "/data/kafka\"", "BindPaths=/run/dcm-units/kafka"),
                unit.lines().filter(line -> line.startsWith("BindPaths=")).toList());
        for (String line : List.of(
                "TemporaryFileSystem=\"" + home + "\":ro",
                "TemporaryFileSystem=/run:ro",
                "ProtectSystem=strict",
                "ProtectHome=tmpfs",
                "PrivateTmp=yes",
                "NoNewPrivileges=yes",
                "CapabilityBoundingSet=",
                "AmbientCapabilities=",
                "RestrictNamespaces=yes",
                "SystemCallFilter=@system-service")) {
            assertTrue(unit.lines().anyMatch(line::equals), line + " is missing in:\n" + unit);
        }
    }

    @Test
    void onlyRootHasTheMachinesViewOfTheFiles() {
        String unit = unit(ProcessOptions.of("runtime-worker"));

        assertTrue(unit.contains("\nUser=root\n"), unit);
        assertTrue(unit.contains("\nNoNewPrivileges=yes\n"), unit);
        // Its mounts of homes must be visible to the engine.
        assertFalse(unit.contains("ProtectSystem") || unit.contains("PrivateTmp") || unit.contains("BindPaths"), unit);
    }

    @Test
    void unitStartsAfterTheServersThatItNeeds() {
        String unit = unit(ProcessOptions.of("projection-service").withAfter(Set.of("postgres", "kafka")));

        assertTrue(unit.contains("dcm-kafka.service dcm-postgres.service"), unit);
        assertTrue(unit.lines().anyMatch(line -> line.startsWith("Wants=") && line.contains("dcm-kafka.service")));
    }

    @Test
    void unitNamesNoSecrets() {
        String password = installation().secrets().keycloakAdmin();

        String unit = unit(ProcessOptions.of("keycloak").withUser("dcm-keycloak"));

        assertFalse(unit.contains(password), unit);
        assertTrue(unit.contains("EnvironmentFile=" + home + "/units/keycloak.env\n"), unit);
    }

    @Test
    void rootOnlyFilesAreCopiedForTheUserAtEachStart() {
        String unit = new UnitFile(installation(), ProcessOptions.of("kafka").withUser("dcm-kafka"))
                .text(List.of("java"), Map.of("server.pem", Path.of("/var/lib/100 %/server.pem")));

        assertTrue(unit.contains("\"copy\" \"dcm-kafka\" \"/var/lib/100 %%/server.pem\" \"server.pem\"\n"), unit);
    }

    @Test
    void partThatReadsAllFilesGetsCopiesOfTheFilesThatItsUnitHides() {
        UnitFile unit = new UnitFile(
                installation(),
                ProcessOptions.of("command-service")
                        .withUser("dcm-command-service")
                        .withWritable(home.resolve("image-registry"))
                        .withCapabilities(ProcessOptions.WRITE_ALL));

        assertTrue(unit.needsCopy(home.resolve("secrets/reports")));
        assertFalse(unit.needsCopy(home.resolve("image-registry/htpasswd")));
        // It is read where it is, so that a renewed certificate is found.
        assertFalse(unit.needsCopy(Path.of("/etc/letsencrypt/live/example.org/privkey.pem")));
    }

    @Test
    void specialCharactersOfACommandAreNotInterpreted() {
        String line = UnitSyntax.commandLine(List.of("/bin/echo", "100%n $HOME ${x} \"a\" b\\c", "two\nlines", "; rm"));

        assertEquals("\"/bin/echo\" \"100%%n $$HOME $${x} \\\"a\\\" b\\\\c\" \"two\\nlines\" \"; rm\"", line);
    }

    /** The format is that of a shell, apart from expansions, which systemd does not do. */
    @Test
    void environmentFileHasTheSameValuesInAShell() throws IOException {
        String value = "a \"b\" $HOME `id` \\ 100% 'c'\nsecond line #";
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("FIRST", value);
        variables.put("SECOND", "");
        Path file = home.resolve("part.env");

        Files.writeString(file, UnitSyntax.environmentFile(variables));

        assertEquals(
                "<" + value + "><>",
                SystemCommand.run(
                        "sh", "-c", ". \"$1\"; printf '<%s><%s>' \"$FIRST\" \"$SECOND\"", "sh", file.toString()));
    }

    @Test
    void otherInstallationsThanThatOfThePackageHaveNoUnits() {
        assertFalse(PartProcesses.areUnits(installation()));
    }

    private String unit(ProcessOptions options) {
        return new UnitFile(installation(), options).text(List.of("java", "-version"), Map.of());
    }

    private Installation installation() {
        return Installation.of(home, Map.of("DCM_HOME", home.toString()));
    }
}
