package dcm.command.admission.container;

import static dcm.command.admission.owner.EventFixtures.CI;
import static dcm.command.admission.owner.EventFixtures.DB;
import static dcm.command.admission.owner.EventFixtures.OPENED;
import static dcm.command.admission.owner.EventFixtures.WEB;
import static dcm.command.admission.owner.EventFixtures.ordered;
import static dcm.command.admission.owner.EventFixtures.placed;
import static dcm.command.admission.owner.EventFixtures.started;
import static dcm.command.admission.owner.OwnerScenario.INTENT;
import static dcm.command.admission.owner.OwnerScenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.owner.OwnerScenario;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.Batch;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.Limits;
import dcm.contract.identity.Settings;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.HostCapacity;
import dcm.contract.snapshot.HostSnapshot;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateDeciderTest {
    private static final CreateContainer CREATE = CreateContainer.of(TestInstallation.DEBIAN.name());

    @Test
    void containerIsPlacedWithAHostDefaultsAndADeadline() {
        given(OPENED)
                .hosts(TestInstallation.N2)
                .when(named("web"))
                .then(new ContainerPlaced(
                        INTENT,
                        ContainerId.of(INTENT),
                        new ContainerName("web"),
                        TestInstallation.DEBIAN,
                        TestInstallation.DEFAULTS,
                        new HostName("n2"),
                        2,
                        1,
                        TestInstallation.DEADLINE,
                        List.of(),
                        null,
                        Settings.NONE,
                        null,
                        null,
                        List.of()));
    }

    @Test
    void requestedSizeReplacesTheDefaults() {
        ContainerPlaced placed = given(OPENED).when(sized(500, 2048)).thenOnly(ContainerPlaced.class);

        assertThat(placed.limits())
                .isEqualTo(
                        new Limits(500, 2048, TestInstallation.DEFAULTS.pids(), TestInstallation.DEFAULTS.diskMiB()));
    }

    // ---- quotas ----

    @Test
    void createOverTheContainerQuotaIsRejectedWithTheNumbers() {
        Limits tiny = new Limits(10, 32, 16, null);

        IntentRejected rejected = given(
                        OPENED,
                        placed(WEB, "web", tiny, TestInstallation.N1, 1),
                        placed(DB, "db", tiny, TestInstallation.N1, 1),
                        placed(CI, "ci", tiny, TestInstallation.N1, 1))
                .when(CREATE)
                .thenRejected(ErrorCode.QUOTA_EXCEEDED);

        assertThat(rejected.detail()).contains("3 of 3 containers");
        assertThat(rejected.numbers()).containsOnly(entry("used", 3), entry("asked", 1), entry("limit", 3));
    }

    @Test
    void createOverTheCpuQuotaIsRejectedWithTheNumbers() {
        IntentRejected rejected =
                given(OPENED, placed(WEB, "web")).when(sized(3001, 32)).thenRejected(ErrorCode.QUOTA_EXCEEDED);

        assertThat(rejected.detail()).contains("1.00 of 4.00 CPUs", "would add 3.00");
        assertThat(rejected.numbers()).containsOnly(entry("used", 1000), entry("asked", 3001), entry("limit", 4000));
    }

    @Test
    void createOverTheMemoryQuotaIsRejectedWithTheNumbers() {
        IntentRejected rejected =
                given(OPENED, placed(WEB, "web")).when(sized(10, 3073)).thenRejected(ErrorCode.QUOTA_EXCEEDED);

        assertThat(rejected.detail()).contains("1024 MiB of 4096 MiB memory", "would add 3073 MiB");
        assertThat(rejected.numbers()).containsOnly(entry("used", 1024), entry("asked", 3073), entry("limit", 4096));
    }

    @Test
    void createUpToTheQuotaIsAccepted() {
        given(OPENED, placed(WEB, "web")).when(sized(3000, 3072)).thenKinds(ContainerPlaced.class);
    }

    @Test
    void createWithTheLargestIntegerIsRejected() {
        OwnerScenario withOne = given(OPENED, placed(WEB, "web"));

        withOne.when(sized(Integer.MAX_VALUE, 32)).thenRejected(ErrorCode.QUOTA_EXCEEDED);
        withOne.when(sized(10, Integer.MAX_VALUE)).thenRejected(ErrorCode.QUOTA_EXCEEDED);
    }

    @Test
    void containerBeingRemovedCountsAgainstTheQuota() {
        given(OPENED, placed(WEB, "web"), started(WEB, 31_001), ordered(WEB, StateOperation.REMOVE, 2))
                .when(sized(3001, 32))
                .thenRejected(ErrorCode.QUOTA_EXCEEDED);
    }

    // ---- batches ----

    @Test
    void batchContainersShareHostAndLimitsAndAreNamedByThePattern() {
        List<ContainerPlaced> placed = given(OPENED)
                .hosts(TestInstallation.N1, TestInstallation.N2)
                .when(batch(3, "node-{n}", 100, 64))
                .thenAll(ContainerPlaced.class);

        assertThat(placed).extracting(one -> one.name().value()).containsExactly("node-1", "node-2", "node-3");
        assertThat(placed).extracting(ContainerPlaced::container).doesNotHaveDuplicates();
        assertThat(placed)
                .extracting(ContainerPlaced::host)
                .containsOnly(placed.getFirst().host());
        assertThat(placed).extracting(ContainerPlaced::batch).containsOnly(3);
        assertThat(placed)
                .extracting(ContainerPlaced::batchNames)
                .containsOnly(placed.stream().map(ContainerPlaced::name).toList());
        assertThat(placed)
                .extracting(ContainerPlaced::limits)
                .containsOnly(
                        new Limits(100, 64, TestInstallation.DEFAULTS.pids(), TestInstallation.DEFAULTS.diskMiB()));
    }

    @Test
    void batchWithoutAPatternGetsFreeNames() {
        List<ContainerPlaced> placed = given(OPENED, placed(WEB, "debian-ssh-2"))
                .when(batch(2, null, 100, 64))
                .thenAll(ContainerPlaced.class);

        assertThat(placed).extracting(one -> one.name().value()).containsExactly("debian-ssh-1", "debian-ssh-3");
    }

    @Test
    void batchOverTheQuotaIsRejectedAsAWhole() {
        OwnerScenario withOne = given(OPENED, placed(WEB, "web"));

        IntentRejected tooMany = withOne.when(batch(3, null, 10, 32)).thenRejected(ErrorCode.QUOTA_EXCEEDED);
        assertThat(tooMany.detail()).contains("1 of 3 containers", "would add 3");
        assertThat(tooMany.numbers()).containsOnly(entry("used", 1), entry("asked", 3), entry("limit", 3));
        assertThat(withOne.when(batch(2, null, 1501, 32))
                        .thenRejected(ErrorCode.QUOTA_EXCEEDED)
                        .numbers())
                .containsOnly(entry("used", 1000), entry("asked", 3002), entry("limit", 4000));
        assertThat(withOne.when(batch(2, null, 10, 1537))
                        .thenRejected(ErrorCode.QUOTA_EXCEEDED)
                        .numbers())
                .containsOnly(entry("used", 1024), entry("asked", 3074), entry("limit", 4096));
        withOne.when(batch(2, null, 1500, 1536)).thenAll(ContainerPlaced.class);
        withOne.when(batch(2, null, Integer.MAX_VALUE, 32)).thenRejected(ErrorCode.QUOTA_EXCEEDED);
    }

    @Test
    void batchWithATakenNameIsRejected() {
        IntentRejected rejected = given(OPENED, placed(WEB, "node-2"))
                .when(batch(2, "node-{n}", 10, 32))
                .thenRejected(ErrorCode.NAME_TAKEN);

        assertThat(rejected.detail()).contains("'node-2'");
    }

    @Test
    void batchOverTheLimitPerOwnerOfTheHostIsRejectedAsAWhole() {
        HostSnapshot host =
                TestInstallation.reporting(TestInstallation.N1, new HostCapacity(null, 900, 0, 0, null, null, 2));
        OwnerScenario withOne = given(OPENED, placed(WEB, "web")).hosts(host);

        assertThat(withOne.when(batch(2, null, 10, 32))
                        .thenRejected(ErrorCode.NO_HOST)
                        .detail())
                .contains("full for you: 1 of 2 containers of one owner, 2 more requested");
        withOne.when(batch(1, null, 10, 32)).thenAll(ContainerPlaced.class);
    }

    private static CreateContainer batch(int count, @Nullable String names, int milliCpus, int memoryMiB) {
        return new CreateContainer(
                TestInstallation.DEBIAN.name(),
                null,
                milliCpus,
                memoryMiB,
                List.of(),
                null,
                Settings.NONE,
                new Batch(count, names),
                null);
    }

    // ---- images ----

    @Test
    void unknownImageIsRejectedWithTheAvailableImages() {
        IntentRejected rejected = given(OPENED).when(of("windows")).thenRejected(ErrorCode.UNKNOWN_IMAGE);

        assertThat(rejected.detail()).contains("'windows'", "debian-ssh:13");
    }

    @Test
    void imageWithoutATagResolvesToTheHighestTag() {
        HostSnapshot host = TestInstallation.host(
                "n1",
                1,
                TestInstallation.image("debian-ssh:12"),
                TestInstallation.DEBIAN,
                TestInstallation.image("debian-ssh:11"));

        ContainerPlaced placed =
                given(OPENED).hosts(host).when(of("debian-ssh")).thenOnly(ContainerPlaced.class);

        assertThat(placed.image()).isEqualTo(TestInstallation.DEBIAN);
    }

    // ---- names ----

    @Test
    void createWithATakenNameIsRejected() {
        IntentRejected rejected =
                given(OPENED, placed(WEB, "web")).when(named("web")).thenRejected(ErrorCode.NAME_TAKEN);

        assertThat(rejected.detail()).contains("'web'");
    }

    @Test
    void missingNameIsDerivedFromTheImageAndTheFirstFreeNumber() {
        assertThat(nameChosen(given(OPENED), TestInstallation.DEBIAN)).isEqualTo("debian-ssh-1");
        assertThat(nameChosen(given(OPENED, placed(WEB, "debian-ssh-1")), TestInstallation.DEBIAN))
                .isEqualTo("debian-ssh-2");
        assertThat(nameChosen(given(OPENED, placed(WEB, "debian-ssh-2")), TestInstallation.DEBIAN))
                .isEqualTo("debian-ssh-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry/lab/r_base.4:1", "7zip", "a", "x--", "longest"})
    void derivedNameIsValidForEveryImage(String image) {
        String spelled = image.equals("longest") ? "9" + "x".repeat(62) : image;

        assertThat(nameChosen(given(OPENED), TestInstallation.image(spelled))).matches("[a-z][a-z0-9-]{0,60}-1");
    }

    private static String nameChosen(OwnerScenario scenario, Image image) {
        return scenario.hosts(TestInstallation.host("n1", 1, image))
                .when(of(image.name().value()))
                .thenOnly(ContainerPlaced.class)
                .name()
                .value();
    }

    // ---- hosts ----

    @Test
    void createWithoutAHostIsRejectedWithTheReason() {
        IntentRejected rejected = given(OPENED).hosts().when(CREATE).thenRejected(ErrorCode.NO_HOST);

        assertThat(rejected.detail()).contains("No host has joined");
    }

    @Test
    void hostSilentForSixteenSecondsGetsNoContainers() {
        HostSnapshot silent = TestInstallation.seen(TestInstallation.N1, TestInstallation.NOW.minusSeconds(16));
        HostSnapshot recent = TestInstallation.seen(TestInstallation.N1, TestInstallation.NOW.minusSeconds(14));

        given(OPENED).hosts(silent).when(CREATE).thenRejected(ErrorCode.NO_HOST);
        given(OPENED).hosts(recent).when(CREATE).thenKinds(ContainerPlaced.class);
    }

    @Test
    void silenceWhileAdmissionIsDownIsIgnored() {
        given(OPENED)
                .hosts(TestInstallation.seen(TestInstallation.N1, TestInstallation.NOW.minusSeconds(3600)))
                .silenceCountsFrom(TestInstallation.NOW.minusSeconds(5))
                .when(CREATE)
                .thenKinds(ContainerPlaced.class);
    }

    @Test
    void containerIsPlacedOnTheHostOfTheHomes() {
        HostSnapshot crowded = TestInstallation.withContainers(TestInstallation.N1, 500);

        ContainerPlaced placed = given(OPENED, placed(WEB, "web"))
                .hosts(crowded, TestInstallation.N2)
                .when(CREATE)
                .thenOnly(ContainerPlaced.class);

        assertThat(placed.host()).isEqualTo(TestInstallation.N1.name());
    }

    @Test
    void createIsRejectedWhileTheHostOfTheHomesIsAbsent() {
        given(OPENED, placed(WEB, "web"))
                .hosts(TestInstallation.N2)
                .when(CREATE)
                .thenRejected(ErrorCode.NO_HOST);
    }

    @Test
    void containerWithSharedHomesIsPlacedOnAnyHost() {
        ContainerPlaced placed = given(OPENED, placed(WEB, "web"))
                .policy(TestInstallation.SHARED_STORAGE)
                .hosts(TestInstallation.N2)
                .when(CREATE)
                .thenOnly(ContainerPlaced.class);

        assertThat(placed.host()).isEqualTo(TestInstallation.N2.name());
    }

    private static Map.Entry<String, Long> entry(String name, long value) {
        return Map.entry(name, value);
    }

    private static CreateContainer of(String image) {
        return CreateContainer.of(new ImageName(image));
    }

    // ---- ports ----

    @Test
    void publishedPortsArePartOfTheContainerSpec() {
        ContainerPlaced placed =
                given(OPENED).when(publishing("8080", "53000/udp")).thenOnly(ContainerPlaced.class);

        assertThat(placed.spec().ports()).hasToString("[8080/tcp, 53000/udp]");
    }

    @ParameterizedTest
    @CsvSource({
        "22, the SSH server of every container",
        "1023, below 1024",
        "80/udp, below 1024",
        "6000, reserved by an administrator (6000-6000)",
        "9050, reserved by an administrator (9000-9099)",
        "18085, is used by DCM itself",
        "31000, in the range of SSH ports (31000-31999)",
        "32999, in the range of SSH ports (32000-32999)"
    })
    void reservedPortIsRejectedWithItsReason(String port, String reason) {
        IntentRejected rejected = given(OPENED).when(publishing("8080", port)).thenOnly(IntentRejected.class);

        assertThat(rejected.code()).isEqualTo(ErrorCode.PORT_RESERVED);
        assertThat(rejected.detail()).contains(reason).doesNotContain("8080");
    }

    @Test
    void sshPortsOfARemovedHostCanBePublished() {
        given(OPENED)
                .hosts(TestInstallation.N1, TestInstallation.N2.remove(TestInstallation.NOW))
                .when(publishing("32999"))
                .thenOnly(ContainerPlaced.class);
    }

    @Test
    void rejectionNamesEveryReservedPort() {
        IntentRejected rejected =
                given(OPENED).when(publishing("80", "8080", "6000", "31500")).thenOnly(IntentRejected.class);

        assertThat(rejected.detail()).contains("Port 80 ", "Port 6000 ", "Port 31500 ");
    }

    @Test
    void batchWithMoreContainersThanAddressesForItsPortIsRejectedAsAWhole() {
        IntentRejected rejected =
                given(OPENED).when(publishingOn(null, 2, "8080")).thenRejected(ErrorCode.PORTS_TAKEN);

        assertThat(rejected.detail()).contains("2 containers that publish 8080/tcp need 2 addresses", "1 is free");
        assertThat(rejected.numbers()).containsOnly(entry("needed", 2), entry("available", 1));
    }

    @Test
    void requestedAddressIsPartOfTheContainerSpec() {
        ContainerPlaced placed =
                given(OPENED).when(publishingOn("127.0.0.1", null, "8080")).thenOnly(ContainerPlaced.class);

        assertThat(placed.spec().address()).isEqualTo("127.0.0.1");
    }

    @Test
    void addressOfNoHostIsRejectedWithTheAddressesOfTheHosts() {
        IntentRejected rejected =
                given(OPENED).when(publishingOn("192.0.2.9", null, "8080")).thenRejected(ErrorCode.PORT_RESERVED);

        assertThat(rejected.detail()).contains("on 192.0.2.9.", "127.0.0.1.");
    }

    private static CreateContainer publishing(String... ports) {
        return publishingOn(null, null, ports);
    }

    private static CreateContainer publishingOn(@Nullable String address, @Nullable Integer count, String... ports) {
        return new CreateContainer(
                TestInstallation.DEBIAN.name(),
                null,
                null,
                null,
                Stream.of(ports).map(ContainerPort::parse).toList(),
                address,
                Settings.NONE,
                count == null ? null : new Batch(count, null),
                null);
    }

    private static CreateContainer named(String name) {
        return new CreateContainer(
                TestInstallation.DEBIAN.name(),
                new ContainerName(name),
                null,
                null,
                List.of(),
                null,
                Settings.NONE,
                null,
                null);
    }

    private static CreateContainer sized(int milliCpus, int memoryMiB) {
        return new CreateContainer(
                TestInstallation.DEBIAN.name(), null, milliCpus, memoryMiB, List.of(), null, Settings.NONE, null, null);
    }
}
