package dcm.stack.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.contract.identity.RegistryName;
import dcm.contract.identity.SwarmMode;
import dcm.stack.lifecycle.Stack;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
    private static final int INSTALLATIONS = 200;
    private static final Map<String, String> FOREIGN =
            Map.of("DCM_ISSUER", "https://id.example", "DCM_FIRST_ADMINISTRATOR", "alice");

    @TempDir
    Path repository;

    @Test
    void storedSettingsAreKept() {
        Installation.of(repository, Map.of("DCM_PORT_BASE", "9080", "DCM_ALIASES", "10.0.0.1,10.0.0.2"))
                .store();

        var later = Installation.of(repository, Map.of());

        assertEquals(9080, later.portBase());
        assertEquals("10.0.0.1,10.0.0.2", later.aliases());
        assertEquals(9089, later.port(StackPort.POSTGRES));
    }

    @Test
    void settingsThatAreNotStoredAnyMoreAreNamed() {
        Installation.of(
                        repository,
                        Map.of(
                                "DCM_PUBLIC_URL",
                                "https://dcm.example.org",
                                "DCM_TLS",
                                "acme",
                                "DCM_ACME_EMAIL",
                                "admin@example.org"))
                .store();

        assertEquals(
                List.of("DCM_ACME_EMAIL"),
                Installation.of(repository, Map.of("DCM_TLS", "own-ca")).store());
        assertEquals(
                List.of("DCM_PUBLIC_URL", "DCM_TLS"),
                Installation.of(repository, Map.of("DCM_PUBLIC_URL", "")).store());
        assertEquals(List.of(), Installation.of(repository, Map.of()).store());
    }

    @Test
    void usersConnectToAnAddressOfTheMachineIfTheGatewayListensOnAllAddresses() {
        var cluster = Map.of("DCM_GATEWAY_ADDRESS", "0.0.0.0", "DCM_CLUSTER_ADDRESS", "192.0.2.1");

        assertEquals(
                "192.0.2.7",
                Installation.of(repository, Map.of("DCM_GATEWAY_ADDRESS", "192.0.2.7"))
                        .sshAddress());
        assertEquals("192.0.2.1", Installation.of(repository, cluster).sshAddress());
        assertNotEquals(
                "0.0.0.0",
                Installation.of(repository, Map.of("DCM_GATEWAY_ADDRESS", "0.0.0.0"))
                        .sshAddress());
    }

    @Test
    void swarmIsOffUnlessItIsTurnedOnAndItsPortsAreReserved() {
        Installation off = Installation.of(repository, Map.of("DCM_SWARM", "", "DCM_SWARM_NETWORKS", ""));
        Installation.of(repository, Map.of("DCM_SWARM", "encrypted", "DCM_SWARM_NETWORKS", "172.20.0.0/14"))
                .store();
        Installation encrypted = Installation.of(repository, Map.of());

        assertEquals(SwarmMode.OFF, off.swarm().mode());
        assertEquals("10.224.0.0/12", off.swarm().networks());
        assertFalse(off.ownPorts().contains("4789"));
        assertEquals(SwarmMode.ENCRYPTED, encrypted.swarm().mode());
        assertEquals("172.20.0.0/14", encrypted.swarm().networks());
        assertTrue(encrypted.ownPorts().endsWith(",2377,7946,4789"));
    }

    @Test
    void unknownSwarmSettingsAreRejected() {
        for (Map<String, String> wrong :
                List.of(Map.of("DCM_SWARM", "yes"), Map.of("DCM_SWARM_NETWORKS", "10.224.0.0/24"))) {
            assertThrows(StackFailure.class, () -> Installation.of(repository, wrong));
        }
    }

    @Test
    void containersPublishOnAddressesThatContainersReachAndServicesDoNotUse() {
        Installation installation = Installation.of(repository, Map.of());

        assertEquals("198.18.0.1,198.18.0.2", installation.aliases());
        assertTrue(installation.url(StackPort.API_GATEWAY).startsWith("http://127.0.0.1:"));
    }

    @Test
    void imageRegistryHasAValidNameOnAnIpv6Address() {
        Installation installation =
                Installation.of(repository, Map.of("DCM_CLUSTER_ADDRESS", "2001:db8::1", "DCM_IMAGE_REGISTRY", "true"));

        assertEquals("[2001:db8::1]:8094", installation.imageRegistryAddress());
        assertEquals(
                installation.imageRegistryAddress(), new RegistryName(installation.imageRegistryAddress()).value());
    }

    @Test
    void eachInvitationHasAUserOfItsOwnOnTheJoinedMachine() {
        Map<String, String> joined = Map.of("DCM_HOST_NAME", "n2", "DCM_JOINED", "https://192.0.2.1:8093");
        assertEquals("worker-n2", Installation.of(repository, joined).worker().name());

        Map<String, String> again = new HashMap<>(joined);
        again.put(JoinedInstallation.JOIN_ID, "01a22212-733d-7500-ae16-bd534cde11c9");
        Installation.of(repository, again).store();
        assertEquals(
                "worker-n2@01a22212-733d-7500-ae16-bd534cde11c9",
                Installation.of(repository, Map.of()).worker().name());
    }

    @Test
    void idIsRandomAndStaysTheSame() {
        var first = Installation.of(repository, Map.of());
        first.store();

        assertTrue(first.id().matches("dcm-[0-9a-f]{6}"), first.id());
        assertEquals(first.id(), Installation.of(repository, Map.of()).id());
    }

    @Test
    void launchersThatStartConcurrentlyGetTheSameId() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var ids = threads.invokeAll(Collections.nCopies(
                    8, () -> Installation.of(repository, Map.of()).id()));

            assertEquals(1, ids.stream().map(Future::resultNow).distinct().count());
        }
    }

    /** Each process starts the same installations, in the same order, so that their starts overlap in some of them. */
    @Test
    void launcherProcessesThatStartConcurrentlyGetTheSameId() throws Exception {
        var processes = List.of(firstStarts(), firstStarts());
        try {
            for (Process process : processes) {
                assertEquals("ready", process.inputReader().readLine());
            }
            for (Process process : processes) {
                process.outputWriter().write("go\n");
                process.outputWriter().flush();
            }
            var ids = new ArrayList<List<String>>();
            for (Process process : processes) {
                ids.add(process.inputReader().lines().toList());
            }

            assertEquals(INSTALLATIONS, ids.getFirst().size());
            assertEquals(ids.getFirst(), ids.getLast());
            for (int i = 0; i < INSTALLATIONS; i++) {
                Path home = repository.resolve(String.valueOf(i));
                assertEquals(
                        ids.getFirst().get(i),
                        Installation.of(repository, Map.of("DCM_HOME", home.toString()))
                                .id());
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    @Test
    void homeOfALaterReleaseIsTheDirectoryToWhichItsLinkLeads() throws IOException {
        Path older = Files.createDirectories(repository.resolve("older/.dcm"));
        Path newer = Files.createDirectories(repository.resolve("newer"));
        Files.createSymbolicLink(newer.resolve(".dcm"), older);

        assertEquals(older.toRealPath(), Installation.of(newer, Map.of()).home());
    }

    private Process firstStarts() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FirstStart.class.getName(),
                        repository.toString(),
                        String.valueOf(INSTALLATIONS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void givenSettingOverridesTheStoredOne() {
        Installation.of(repository, Map.of("DCM_PORT_BASE", "9080")).store();

        assertEquals(
                7080,
                Installation.of(repository, Map.of("DCM_PORT_BASE", "7080")).portBase());
    }

    @Test
    void invalidPortBaseIsRejected() {
        var failure =
                assertThrows(StackFailure.class, () -> Installation.of(repository, Map.of("DCM_PORT_BASE", "eighty")));

        assertEquals("DCM_PORT_BASE is 'eighty', but must be a port number from 1000 to 65500.", failure.getMessage());
    }

    @Test
    void secretIsCreatedOnceAndReadableOnlyByItsOwner() throws Exception {
        var secrets = Installation.of(repository, Map.of()).secrets();

        assertEquals(secrets.admin(), secrets.admin());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets.file("admin"))));
    }

    // ---- issuer ----

    @Test
    void localKeycloakIsTheUsualIssuer() {
        Installation installation = Installation.of(repository, Map.of());

        assertEquals("http://localhost:8085/realms/dcm", installation.issuer());
        assertTrue(partNames(installation).contains("keycloak"));
    }

    @Test
    void foreignIssuerReplacesKeycloakAndIsStored() {
        Installation.of(
                        repository,
                        Map.of(
                                "DCM_ISSUER", "https://id.example/",
                                "DCM_AUDIENCE", "lab",
                                "DCM_FIRST_ADMINISTRATOR", "alice"))
                .store();

        Installation later = Installation.of(repository, Map.of());

        assertEquals("https://id.example/", later.issuer());
        assertEquals(
                Map.of(
                        "DCM_ISSUER", "https://id.example/",
                        "DCM_AUDIENCE", "lab",
                        "DCM_NAME_CLAIM", "preferred_username",
                        "DCM_TOKEN_TYPES", "at+jwt,Bearer"),
                later.issuerEnvironment());
        assertFalse(partNames(later).contains("keycloak"));
    }

    @Test
    void consoleClientOfAForeignIssuerIsStoredWithItsSecretApart() throws IOException {
        assertTrue(Installation.of(repository, FOREIGN).consoleClient().isEmpty());
        var client = new HashMap<>(FOREIGN);
        client.put("DCM_CONSOLE_CLIENT_ID", "console-of-dcm");
        var failure = assertThrows(
                StackFailure.class, () -> Installation.of(repository, client).consoleClient());
        assertTrue(failure.getMessage().contains("DCM_CONSOLE_CLIENT_SECRET"), failure.getMessage());

        client.put("DCM_CONSOLE_CLIENT_SECRET", "top-secret");
        Installation.of(repository, client).store();

        Installation later = Installation.of(repository, Map.of());
        assertEquals(Optional.of(new ConsoleClient("console-of-dcm", "top-secret")), later.consoleClient());
        assertFalse(Files.readString(later.home().resolve("installation.properties"))
                .contains("top-secret"));
    }

    @Test
    void deviceClientOfAForeignIssuerIsStored() {
        assertEquals(
                Optional.of("dcm-cli"), Installation.of(repository, Map.of()).deviceClient());
        assertTrue(Installation.of(repository, FOREIGN).deviceClient().isEmpty());
        var client = new HashMap<>(FOREIGN);
        client.put("DCM_DEVICE_CLIENT_ID", "programs-of-dcm");
        Installation.of(repository, client).store();

        assertEquals(
                Optional.of("programs-of-dcm"),
                Installation.of(repository, Map.of()).deviceClient());
    }

    @Test
    void consoleClientOfTheLocalKeycloakHasAGeneratedSecret() {
        Installation installation = Installation.of(repository, Map.of());

        ConsoleClient client = installation.consoleClient().orElseThrow();

        assertEquals("dcm-console", client.id());
        assertTrue(client.secret().length() >= 32, "Quarkus derives an encryption key from it");
        assertFalse(client.toString().contains(client.secret()));
    }

    @Test
    void emptyIssuerReturnsToKeycloak() {
        Installation.of(repository, Map.of("DCM_ISSUER", "https://id.example", "DCM_FIRST_ADMINISTRATOR", "alice"))
                .store();

        Installation back = Installation.of(repository, Map.of("DCM_ISSUER", ""));

        assertTrue(back.changedSettings().contains("DCM_ISSUER"));
        assertTrue(back.foreignIssuer().isEmpty());
        back.store();
        assertTrue(Installation.of(repository, Map.of()).foreignIssuer().isEmpty());
    }

    @Test
    void settingsThatDifferFromTheStoredOnesAreChanged() {
        Installation.of(repository, Map.of("DCM_PORT_BASE", "18080")).store();

        assertEquals(List.of(), Installation.of(repository, Map.of()).changedSettings());
        assertEquals(
                List.of("DCM_CLUSTER_ADDRESS", "DCM_GATEWAY_ADDRESS"),
                Installation.of(
                                repository,
                                Map.of("DCM_GATEWAY_ADDRESS", "0.0.0.0", "DCM_CLUSTER_ADDRESS", "192.0.2.1"))
                        .changedSettings());
    }

    @Test
    void issuerWithoutTlsOnAnotherMachineIsRejected() {
        var failure = assertThrows(
                StackFailure.class, () -> Installation.of(repository, Map.of("DCM_ISSUER", "http://id.example")));

        assertEquals(
                "DCM_ISSUER is 'http://id.example', but must be an https URL, or an http URL of this machine.",
                failure.getMessage());
        assertEquals(
                "http://localhost:9000/x",
                Installation.of(
                                repository,
                                Map.of("DCM_ISSUER", "http://localhost:9000/x", "DCM_FIRST_ADMINISTRATOR", "alice"))
                        .issuer());
    }

    @Test
    void firstAdministratorOfAForeignIssuerMustBeNamed() {
        var failure = assertThrows(
                StackFailure.class, () -> Installation.of(repository, Map.of("DCM_ISSUER", "https://id.example")));

        assertTrue(failure.getMessage().contains("Set DCM_FIRST_ADMINISTRATOR"), failure.getMessage());
    }

    @Test
    void firstAdministratorMustBeAnAccountName() {
        var failure = assertThrows(
                StackFailure.class,
                () -> Installation.of(
                        repository,
                        Map.of(
                                "DCM_ISSUER", "https://id.example",
                                "DCM_FIRST_ADMINISTRATOR", "alice@lab.example")));

        assertTrue(failure.getMessage().contains("DCM_FIRST_ADMINISTRATOR_SUBJECT"), failure.getMessage());
    }

    private static List<String> partNames(Installation installation) {
        return new Stack(installation).parts().stream().map(Part::name).toList();
    }
}
