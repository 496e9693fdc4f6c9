package dcm.stack.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.contract.report.Finding;
import dcm.contract.report.Finding.Level;
import dcm.contract.topic.Topic;
import dcm.join.CertificateAuthority;
import dcm.stack.installation.Installation;
import dcm.stack.installation.ProgramFiles;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationFindingsTest {
    private static final Instant NOW = Instant.parse("2026-11-25T15:00:00Z");
    private static final long GIB = 1L << 30;
    private static final Duration YEARS = Duration.ofDays(40 * 365);
    private static final Set<String> NAMES = Stream.of(Topic.values())
            .map(topic -> topic.isPerHost() ? topic.prefix() + "n1" : topic.topicName())
            .collect(Collectors.toCollection(TreeSet::new));

    @Test
    void completeTopicsAreFine() {
        assertEquals(Level.OK, BrokerChecks.topics(NAMES, topics(2, 2)).level());
    }

    @Test
    void missingTopicsAreProblems() {
        Set<String> others = new TreeSet<>(NAMES);
        others.removeAll(Set.of("dcm.events", "dcm.orders.n1"));

        problem(BrokerChecks.topics(others, topics(1, 1)), "dcm.events", "dcm.orders.HOST");
        problem(BrokerChecks.topics(Set.of(), List.of()), "dcm.intents", "dcm.wanted.HOST");
    }

    @Test
    void partitionsWithoutALeaderAreProblemsAndThoseWithFewerCopiesAreWarnings() {
        problem(BrokerChecks.topics(NAMES, topics(1, 0)), "no leader", "dcm.accounts-0", "and 6 more");

        Finding fewer = BrokerChecks.topics(NAMES, topics(3, 2));
        assertEquals(Level.WARNING, fewer.level());
        assertSays(fewer, "fewer copies", "dcm.accounts-0");
    }

    @Test
    void brokerThatIsNotRegisteredIsAProblem() {
        problem(BrokerChecks.brokers(0), "No broker");
        assertEquals(Level.OK, BrokerChecks.brokers(1).level());
    }

    /** One partition of each topic. A partition without copies has no leader. */
    private static Collection<TopicDescription> topics(int replicas, int inSync) {
        List<Node> nodes = IntStream.range(0, replicas)
                .mapToObj(id -> new Node(id, "kafka" + id, 9092))
                .toList();
        return NAMES.stream()
                .map(name -> new TopicDescription(
                        name,
                        false,
                        List.of(new TopicPartitionInfo(
                                0, inSync == 0 ? Node.noNode() : nodes.getFirst(), nodes, nodes.subList(0, inSync)))))
                .toList();
    }

    @Test
    void diskIsReportedBeforeItIsFull() {
        assertEquals(Level.OK, disk(500).level());
        assertEquals(Level.WARNING, disk(90).level());
        problem(disk(15), "15 of 1000 GiB");
        problem(DiskChecks.of("the event log", "/srv", GIB / 2, 2 * GIB), "the event log in /srv");
    }

    private static Finding disk(long free) {
        return DiskChecks.of("the event log", "/srv", free * GIB, 1000 * GIB);
    }

    @Test
    void certificateIsReportedBeforeItEnds() {
        assertEquals(Level.OK, certificate(Duration.ofDays(100)).level());
        assertEquals(Level.WARNING, certificate(Duration.ofDays(50)).level());
        problem(certificate(Duration.ofDays(3)), "ends at 2026-11-28");
        problem(certificate(Duration.ofDays(-3)), "ended at 2026-11-22");
    }

    private static Finding certificate(Duration left) {
        return CertificateChecks.end(
                "The certificate", Path.of("/x.crt"), NOW.plus(left), Duration.ofDays(60), NOW, "Renew it.");
    }

    @Test
    void issuerWithoutKeysIsAProblem() {
        assertTrue(IssuerChecks.keys(200, "{\"keys\": [{}, {}]}").detail().contains("2 keys"));
        problem(IssuerChecks.keys(200, "{\"keys\": []}"), "no keys");
        problem(IssuerChecks.keys(503, "busy"), "status 503");
    }

    @Test
    void clockOfTheIssuerIsCompared() {
        assertEquals(Level.OK, clock("Wed, 25 Nov 2026 14:59:59 GMT").level());
        assertEquals(Level.WARNING, clock("Wed, 25 Nov 2026 15:00:10 GMT").level());
        problem(clock("Wed, 25 Nov 2026 14:00:00 GMT"), "differ by 3600 s");
        assertEquals(Optional.empty(), IssuerChecks.clock(headers("yesterday"), NOW));
        assertEquals(Optional.empty(), IssuerChecks.clock(HttpHeaders.of(Map.of(), (name, value) -> true), NOW));
    }

    @Test
    void clockWithoutNtpIsReported() {
        assertEquals(Level.OK, ClockCheck.of("yes\n").orElseThrow().level());
        assertEquals(Level.WARNING, ClockCheck.of("no\n").orElseThrow().level());
        assertEquals(Optional.empty(), ClockCheck.of("Failed to connect to bus"));
    }

    private static Finding clock(String date) {
        return IssuerChecks.clock(headers(date), NOW).orElseThrow();
    }

    private static HttpHeaders headers(String date) {
        return HttpHeaders.of(Map.of("Date", List.of(date)), (name, value) -> true);
    }

    private static void problem(Finding finding, String... words) {
        assertEquals(Level.PROBLEM, finding.level());
        assertSays(finding, words);
    }

    private static void assertSays(Finding finding, String... words) {
        for (String word : words) {
            assertTrue(finding.detail().contains(word), finding.detail());
        }
        assertNotNull(finding.remedy());
    }

    @Test
    void failingOrHangingGroupOfChecksDoesNotHideTheOthers() {
        Map<String, Callable<List<Finding>>> groups = new LinkedHashMap<>();
        groups.put("parts", () -> {
            throw new IllegalStateException("restarts.json is damaged");
        });
        groups.put("broker", () -> {
            new CountDownLatch(1).await();
            return List.of();
        });
        groups.put("disk", () -> List.of(disk(500)));

        List<Finding> found = InstallationChecks.run(groups, Duration.ofSeconds(1));

        assertEquals(
                List.of("parts", "broker", "disk"),
                found.stream().map(Finding::check).toList());
        problem(found.get(0), "could not be checked: restarts.json is damaged");
        problem(found.get(1), "did not end in time");
        assertEquals(Level.OK, found.get(2).level());
    }

    @Test
    void eachCertificateOfABundleIsChecked(@TempDir Path directory) throws Exception {
        Path bundle = directory.resolve("ca.crt");
        String later = authority(directory, "later", NOW).certificatePem();
        Files.writeString(bundle, later);
        Instant end = CertificateChecks.firstEnd(bundle);
        Duration earlier = Duration.ofDays(10);

        Files.writeString(
                bundle,
                later + authority(directory, "earlier", NOW.minus(earlier)).certificatePem());

        assertEquals(end.minus(earlier), CertificateChecks.firstEnd(bundle));
    }

    @Test
    void authoritiesOfTheInstallationAndOfTheIssuerAreChecked(@TempDir Path directory) throws Exception {
        Path issuer = directory.resolve("issuer.crt");
        Files.writeString(
                issuer, authority(directory, "issuer-key", NOW.minus(YEARS)).certificatePem());
        Installation installation = Installation.of(
                new ProgramFiles(directory),
                Map.of(
                        "DCM_HOME", directory.resolve("home").toString(),
                        "DCM_CLUSTER_ADDRESS", "192.0.2.1",
                        "DCM_ISSUER", "https://id.lab.example",
                        "DCM_ISSUER_CA", issuer.toString(),
                        "DCM_FIRST_ADMINISTRATOR", "alice"));
        List<Finding> found = CertificateChecks.of(installation, NOW);
        assertEquals(3, found.size());
        problem(found.get(0), "The certificate authority of the installation", "cannot be read");
        problem(found.get(1), "other machines of the installation", "cannot be read");
        problem(found.get(2), "DCM_ISSUER_CA", "ended at");

        Files.writeString(
                issuer,
                Files.readString(issuer)
                        + authority(directory, "issuer-next", NOW).certificatePem());

        Finding replaced = CertificateChecks.of(installation, NOW).get(2);
        assertEquals(Level.WARNING, replaced.level());
        assertSays(replaced, "ended at");
    }

    @Test
    void certificateOfThePublicUrlIsCheckedWithoutTheApiGateway(@TempDir Path directory) throws Exception {
        authority(directory, "public", NOW.minus(YEARS));
        Installation installation = Installation.of(
                new ProgramFiles(directory),
                Map.of(
                        "DCM_HOME", directory.resolve("home").toString(),
                        "DCM_PUBLIC_URL", "https://dcm.lab.example",
                        "DCM_TLS", "files",
                        "DCM_TLS_CERTIFICATE", directory.resolve("public.crt").toString(),
                        "DCM_TLS_KEY", directory.resolve("public.key").toString()));

        List<Finding> found = CertificateChecks.ofPublicUrl(installation, NOW);

        assertEquals(1, found.size());
        problem(found.getFirst(), "The certificate of the public URL", "ended at");
    }

    private static CertificateAuthority authority(Path directory, String name, Instant now) throws Exception {
        return CertificateAuthority.ensure(
                directory.resolve(name + ".key"), directory.resolve(name + ".crt"), name, now);
    }
}
