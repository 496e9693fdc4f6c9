package dcm.stack.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.lifecycle.Stack;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    @TempDir
    Path repository;

    private Configuration configuration;

    @BeforeEach
    void configure() {
        configuration = new Configuration(new ProgramFiles(repository), Map.of());
    }

    @Test
    void storedSettingIsUsedAndCanBeRemoved() {
        configuration.set(Map.of("DCM_SIZE", "large", "DCM_CONTAINER_MEMORY_MIB", "2048"));

        Installation installation = Installation.of(repository, Map.of());
        assertEquals(InstallationSize.LARGE, installation.size());
        assertEquals(
                Map.of("DCM_CONTAINER_MEMORY_MIB", "2048"),
                installation.serviceSettings().values());

        assertEquals(List.of("DCM_SIZE"), configuration.unset(List.of("DCM_SIZE", "DCM_SWARM")));
        assertEquals(
                InstallationSize.SMALL, Installation.of(repository, Map.of()).size());
    }

    @Test
    void serviceSettingOfTheEnvironmentIsStored() {
        Installation.of(repository, Map.of("DCM_INTENTS_PER_SECOND", "50")).store();

        assertEquals(
                Map.of("DCM_INTENTS_PER_SECOND", "50"),
                Installation.of(repository, Map.of()).serviceSettings().values());
    }

    @Test
    void sourceOfEachSettingIsShown() {
        configuration.set(Map.of("DCM_SIZE", "large"));

        List<Setting> settings =
                new Configuration(new ProgramFiles(repository), Map.of("DCM_HOST_NAME", "gpu1")).settings();

        assertTrue(settings.contains(new Setting("DCM_SIZE", "large", Setting.Source.STORED)));
        assertTrue(settings.contains(new Setting("DCM_HOST_NAME", "gpu1", Setting.Source.ENVIRONMENT)));
        assertTrue(settings.contains(new Setting("DCM_PORT_BASE", "8080", Setting.Source.DEFAULT)));
    }

    @Test
    void unknownNameIsRefused() {
        StackFailure refused =
                assertThrows(StackFailure.class, () -> configuration.set(Map.of("DCM_CONTAINER_MEMORY", "2048")));

        assertEquals(
                "DCM_CONTAINER_MEMORY: no such setting. './dcm config ls --all' lists all settings.",
                refused.getMessage());
    }

    @Test
    void nothingIsStoredIfAValueIsWrong() {
        assertThrows(
                StackFailure.class,
                () -> configuration.set(Map.of("DCM_SIZE", "large", "DCM_CONTAINER_MEMORY_MIB", "2G")));

        assertEquals(
                InstallationSize.SMALL, Installation.of(repository, Map.of()).size());
    }

    @Test
    void timesAreAccepted() {
        for (String time : List.of("30s", "10m", "12H", "1h30m", "PT60S", "500ms", "365D")) {
            configuration.set(Map.of("DCM_TERMINALS_KEPT", time));
        }
        assertThrows(StackFailure.class, () -> configuration.set(Map.of("DCM_TERMINALS_KEPT", "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://127.0.0.1:4318",
                "https://collector.example.org/",
                "http://[::1]:4318/v1/traces",
            })
    void collectorIsAccepted(String endpoint) {
        configuration.set(Map.of("DCM_OTLP_ENDPOINT", endpoint));

        assertEquals(List.of(), configuration.problems());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:4318",
                "ftp://127.0.0.1",
                "http://",
                "http://127.0.0.1:4318?key=secret",
                "http://alice:secret@127.0.0.1:4318",
                "http://127.0.0.1:4318/{secret",
            })
    void wrongCollectorIsRefusedWithoutItsValue(String endpoint) {
        StackFailure refused =
                assertThrows(StackFailure.class, () -> configuration.set(Map.of("DCM_OTLP_ENDPOINT", endpoint)));

        assertEquals(
                "DCM_OTLP_ENDPOINT must be a URL without user and password, such as http://127.0.0.1:4318, or empty.",
                refused.getMessage());
    }

    @Test
    void allWrongServiceSettingsAreListed() throws IOException {
        Files.createDirectories(repository.resolve(".dcm"));
        Files.writeString(
                repository.resolve(".dcm/installation.properties"),
                "DCM_TERMINALS_KEPT=long\nDCM_CORS_ENABLED=yes\nDCM_SIZES=large\n");

        assertEquals(
                List.of(
                        "DCM_SIZES in %s is not a DCM setting. To remove it: ./dcm config unset DCM_SIZES"
                                .formatted(configuration.file()),
                        "DCM_CORS_ENABLED is 'yes', but must be true or false.",
                        "DCM_TERMINALS_KEPT is 'long', but must be a time, such as 30s, 10m or 12h."),
                configuration.problems());
        assertThrows(StackFailure.class, configuration::requireKnown);
    }

    @Test
    void oneWrongValueIsOneProblem() throws IOException {
        Files.createDirectories(repository.resolve(".dcm"));
        Files.writeString(
                repository.resolve(".dcm/installation.properties"),
                "DCM_INSTALLATION=dcm-123456\nDCM_PORT_BASE=abc\nDCM_SIZE=large\n");

        assertEquals(
                List.of("DCM_PORT_BASE is 'abc', but must be a port number from 1000 to 65500."),
                configuration.problems());
        configuration.set(Map.of("DCM_PORT_BASE", "18080"));
        assertEquals(List.of(), configuration.problems());
    }

    @Test
    void idOfAnInstallationWithDataCannotBeChanged() throws IOException {
        Files.createDirectories(repository.resolve(".dcm/data"));

        assertThrows(StackFailure.class, () -> configuration.unset(List.of("DCM_INSTALLATION")));
        assertThrows(StackFailure.class, () -> configuration.set(Map.of("DCM_JOIN_ID", "x")));
    }

    @Test
    void contradictionIsNotStored() {
        assertThrows(StackFailure.class, () -> configuration.set(Map.of("DCM_GATEWAY_PORT", "8087")));

        assertEquals(List.of(), configuration.problems());
    }

    @Test
    void settingThatOthersNeedIsNotRemoved() {
        configuration.set(Map.of("DCM_PUBLIC_URL", "https://dcm.example.org", "DCM_TLS", "own-ca"));

        StackFailure refused = assertThrows(StackFailure.class, () -> configuration.unset(List.of("DCM_PUBLIC_URL")));

        assertTrue(
                String.valueOf(refused.getMessage()).startsWith("DCM_TLS is 'own-ca', but DCM_PUBLIC_URL is not set."));
        assertEquals(
                2, configuration.unset(List.of("DCM_PUBLIC_URL", "DCM_TLS")).size());

        configuration.set(Map.of("DCM_ISSUER", "https://id.example", "DCM_FIRST_ADMINISTRATOR", "ann"));
        assertThrows(StackFailure.class, () -> configuration.unset(List.of("DCM_ISSUER")));
    }

    @Test
    void wrongSettingsCanBeRemovedOneAfterAnother() throws IOException {
        Files.createDirectories(configuration.file().getParent());
        Files.writeString(configuration.file(), "DCM_TLS=own-ca\nDCM_GATEWAY_PORT=none\n");
        assertFalse(configuration.isUsable());

        assertEquals(List.of("DCM_GATEWAY_PORT"), configuration.unset(List.of("DCM_GATEWAY_PORT")));
        assertFalse(configuration.isUsable());
        assertEquals(List.of("DCM_TLS"), configuration.unset(List.of("DCM_TLS")));
        assertTrue(configuration.isUsable());
    }

    /** Other commands, such as a backup, work without them. */
    @Test
    void unreadableFilesAreFound() {
        Map<String, String> settings = Map.of(
                "DCM_PUBLIC_URL", "https://dcm.example.org",
                "DCM_TLS", "files",
                "DCM_TLS_CERTIFICATE", "/nowhere.crt",
                "DCM_TLS_KEY", "/nowhere.key",
                "DCM_ISSUER", "https://id.example",
                "DCM_ISSUER_CA", "/nowhere.pem",
                "DCM_FIRST_ADMINISTRATOR", "ann");
        List<String> unreadable = List.of(
                "DCM_ISSUER_CA is '/nowhere.pem', which cannot be read.",
                "DCM_TLS_CERTIFICATE is '/nowhere.crt', which cannot be read.",
                "DCM_TLS_KEY is '/nowhere.key', which cannot be read.");

        assertEquals(unreadable, problems(settings));

        StackFailure refused = assertThrows(
                StackFailure.class, () -> new Stack(Installation.of(repository, settings)).up(progress -> {}));
        assertEquals(String.join("\n", unreadable), refused.getMessage());
    }

    @Test
    void emptyDiskLimitIsAChange() {
        Installation.of(repository, Map.of()).store();

        assertEquals(
                List.of("DCM_CONTAINER_DISK_MIB"),
                Installation.of(repository, Map.of("DCM_CONTAINER_DISK_MIB", ""))
                        .changedSettings());
    }

    @Test
    void onlyOneApiGatewayCanListenForThePublicUrl() {
        assertTrue(isRefusedTwice(Map.of("DCM_TLS", "own-ca")));
        assertTrue(isRefusedTwice(Map.of(
                "DCM_TLS", "proxy",
                "DCM_LISTEN", "192.0.2.10",
                "DCM_TRUSTED_PROXIES", "192.0.2.5",
                "DCM_ALLOW_PLAIN_HTTP", "true")));
        assertFalse(isRefusedTwice(Map.of("DCM_TLS", "proxy")));
    }

    private boolean isRefusedTwice(Map<String, String> access) {
        Map<String, String> settings = new HashMap<>(access);
        settings.put("DCM_PUBLIC_URL", "https://dcm.example.org");
        settings.put("DCM_INSTANCES", "api-gateway:2");
        return problems(settings).stream().anyMatch(problem -> problem.startsWith("DCM_INSTANCES has api-gateway:2"));
    }

    @Test
    void contradictionsAreFound() {
        assertEquals(
                List.of(
                        "DCM_AUDIENCE has no effect, because DCM_ISSUER is not set.",
                        "DCM_SSH_PORTS is '8000-9000', which overlaps ports of DCM itself, 8080-8100. Change DCM_SSH_PORTS, DCM_PORT_BASE or DCM_GATEWAY_PORT.",
                        "DCM_GATEWAY_PORT is 8087, which another part uses with DCM_PORT_BASE 8080. Choose another port."),
                new Configuration(
                                new ProgramFiles(repository),
                                Map.of("DCM_AUDIENCE", "x", "DCM_SSH_PORTS", "8000-9000", "DCM_GATEWAY_PORT", "8087"))
                        .problems().stream()
                                .filter(problem -> !problem.contains("8087-8087"))
                                .toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DCM_HOST_NETWORKS     | 10.213.0.0/16                         | 10.213.0.0/8
            DCM_HOST_NETWORKS     | 172.30.0.0/16                         | 300.1.0.0/16
            DCM_HOST_NETWORKS     | 10.13.0.0/16                          | 10.013.0.0/16
            DCM_PORTS_RESERVED    | 6000,8000-8099                        | 6000, 8000
            DCM_PORTS_RESERVED    | 65535                                 | 65536
            DCM_PORTS_RESERVED    | 80                                    | 8099-8000
            DCM_HOST_OPEN_PORTS   | 53/udp,3128                           | udp/53
            DCM_HOST_OPEN_PORTS   | 8000-8010/tcp                         | 0/tcp
            DCM_DEVICE_SCOPES     | openid,offline_access                 | openid,,offline_access
            DCM_GATEWAY_HOST_NAME | dcm.example.org                       | dcm example
            DCM_CORS_ORIGINS      | https://a.example,http://b.example:80 | a.example
            DCM_CORS_ORIGINS      | *                                     | https://a.example/page
            """)
    void listsNamesAndAddressesAreChecked(String name, String right, String wrong) {
        configuration.set(Map.of("DCM_CORS_ENABLED", "true", name, right));

        StackFailure refused = assertThrows(StackFailure.class, () -> configuration.set(Map.of(name, wrong)));

        assertTrue(
                String.valueOf(refused.getMessage()).startsWith("%s is '%s', but must be ".formatted(name, wrong)),
                refused::getMessage);
        assertEquals(Optional.of(right), configuration.value(name));
    }

    @Test
    void settingsThatNeedOthersAreFound() {
        assertEquals(
                List.of(
                        "DCM_CORS_ORIGINS has no effect, because DCM_CORS_ENABLED is not true. To remove it: ./dcm config unset DCM_CORS_ORIGINS",
                        "DCM_TRACES_SAMPLED has no effect, because DCM_OTLP_ENDPOINT is not set. To remove it: ./dcm config unset DCM_TRACES_SAMPLED"),
                problems(Map.of("DCM_CORS_ORIGINS", "https://a.example", "DCM_TRACES_SAMPLED", "0.1")));
        assertEquals(List.of(SwarmSettings.WITHOUT_ADDRESS), problems(Map.of("DCM_SWARM", "on")));
        assertEquals(
                List.of(SwarmSettings.WITHOUT_ADDRESS),
                problems(Map.of("DCM_SWARM", "on", "DCM_CLUSTER_ADDRESS", "dcm.example.org")));
        assertEquals(List.of(), problems(Map.of("DCM_SWARM", "on", "DCM_CLUSTER_ADDRESS", "192.0.2.1")));
    }

    @Test
    void addressOnWhichHostsAreAwaitedIsChecked() {
        assertEquals(
                List.of(
                        "DCM_CLUSTER_LISTEN is 'inside', but must be an IP address of this machine, or 0.0.0.0 for all."),
                problems(Map.of("DCM_CLUSTER_ADDRESS", "192.0.2.1", "DCM_CLUSTER_LISTEN", "inside")));
        assertEquals(
                List.of("DCM_CLUSTER_LISTEN has no effect, because DCM_CLUSTER_ADDRESS is not set."),
                problems(Map.of("DCM_CLUSTER_LISTEN", "0.0.0.0")));
        assertEquals(
                List.of(
                        "DCM_IMAGE_REGISTRY and DCM_CLUSTER_LISTEN are set. The former needs a cluster address that is not translated; unset one of them."),
                problems(Map.of(
                        "DCM_CLUSTER_ADDRESS",
                        "192.0.2.1",
                        "DCM_CLUSTER_LISTEN",
                        "10.0.0.1",
                        "DCM_IMAGE_REGISTRY",
                        "true")));
        assertEquals(List.of(), problems(Map.of("DCM_CLUSTER_ADDRESS", "192.0.2.1", "DCM_CLUSTER_LISTEN", "10.0.0.1")));
    }

    @Test
    void settingOfAnotherTlsModeIsNotStored() {
        configuration.set(Map.of("DCM_PUBLIC_URL", "https://dcm.example.org", "DCM_TLS", "own-ca"));

        String refusal = String.valueOf(
                assertThrows(StackFailure.class, () -> configuration.set(Map.of("DCM_ACME_EMAIL", "admin@example.org")))
                        .getMessage());

        assertEquals("DCM_ACME_EMAIL has no effect, because DCM_TLS is not acme.", refusal);
        assertEquals(Optional.empty(), configuration.value("DCM_ACME_EMAIL"));
    }

    @Test
    void variablesWithoutEffectAreFound() {
        assertEquals(
                List.of("DCM_AUDIENCE has no effect, because DCM_ISSUER is not set."),
                new Configuration(new ProgramFiles(repository), Map.of("DCM_AUDIENCE", "x", "DCM_PORT_BASE", "9080"))
                        .variablesWithoutEffect());
    }

    private List<String> problems(Map<String, String> environment) {
        return new Configuration(new ProgramFiles(repository), environment).problems();
    }

    @Test
    void unknownVariablesAreFoundExceptThoseForOneCommand() {
        Configuration misspelled = new Configuration(
                new ProgramFiles(repository),
                Map.of("DCM_CLUSTER_ADRESS", "192.0.2.1", "DCM_TOKEN", "x", "PATH", "/bin"));

        assertEquals(List.of("DCM_CLUSTER_ADRESS"), misspelled.unknownVariables());
    }

    @Test
    void defaultsHaveNoProblems() {
        assertEquals(List.of(), configuration.problems());
    }

    /** The first column of the tables of settings that can be changed. */
    @Test
    void documentationDescribesAllSettings() throws IOException {
        Path docs = Path.of("../../docs");
        String pages = Files.readString(docs.resolve("settings.md")) + Files.readString(docs.resolve("opening.md"));
        Set<String> described = Pattern.compile("(?m)^\\| (`DCM_[^|]+)\\|")
                .matcher(pages)
                .results()
                .flatMap(row ->
                        Pattern.compile("DCM_[A-Z_]+").matcher(row.group(1)).results())
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> missing = configuration.settings().stream()
                .map(Setting::name)
                .filter(name -> name.startsWith("DCM_") && !described.contains(name))
                // Of a joined host and of the swarm, which the launcher sets itself.
                .filter(name -> !JoinedInstallation.NAMES.contains(name) && !name.equals("DCM_SWARM_MANAGER"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(Set.of(), missing);
    }
}
