package dcm.worker.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.desired.ContainerSpec;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.ImageReference;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.Limits;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PortRange;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.Settings;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.order.Order;
import dcm.contract.preset.HostMount;
import dcm.contract.preset.Preset;
import dcm.contract.preset.PresetName;
import dcm.contract.preset.PresetOptions;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerReport.CommitDone;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.ContainerReport.OrderOutcome;
import dcm.contract.report.ContainerStatus;
import dcm.contract.report.Observation;
import dcm.worker.engine.EngineContainer;
import dcm.worker.engine.FakeEngine;
import dcm.worker.engine.FakeEngine.Call;
import dcm.worker.engine.FakeImageArchives;
import dcm.worker.engine.HostKey;
import dcm.worker.engine.NewContainer;
import dcm.worker.operation.Storage.Mounts;
import dcm.worker.ports.AliasPorts;
import dcm.worker.ports.HostPorts;
import dcm.worker.ports.SshPorts;
import dcm.worker.storage.Homes.Home;
import dcm.worker.storage.MountRules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationsTest {
    private static final Instant NOW = Instant.now();
    private static final Instant BEFORE = NOW.minusSeconds(1);
    private static final HostName N1 = new HostName("n1");
    private static final OwnerName ANN = new OwnerName("ann");
    private static final ContainerId WEB = new ContainerId("00112233445566aa");
    private static final ImageId MINE = new ImageId("8899aabbccddeeff");
    private static final Path NOWHERE = Path.of("/nowhere");
    private static final Mounts MOUNTS = new Mounts(new Home(NOWHERE, NOWHERE), NOWHERE);

    @TempDir
    private static Path temporary;

    /** Only two ports, so that a port that is not released is noticed soon. */
    private static final PortRange RANGE = new PortRange(28_000, 28_001);

    private final FakeEngine engine = new FakeEngine();
    private final SshPorts ports = new SshPorts("127.0.0.1", RANGE, InstantSource.fixed(NOW));
    private final AliasPorts aliases = new AliasPorts(List.of("127.0.0.1", "127.0.0.2"), List.of());
    private final FakeImageArchives archives = new FakeImageArchives(engine);
    private final ImageUploads uploads = new ImageUploads(Duration.ofMillis(500));
    private @Nullable String pulled;
    private String refusal = "denies the user of ";
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private final List<SshEndpoint> launched = new ArrayList<>();
    private final OrderProgressListener listener = new OrderProgressListener() {
        @Override
        public void pull(ImagePull pull) throws IOException {
            steps.add("pull begins");
            pull.run();
            steps.add("pull ended");
        }

        @Override
        public void step(String step) {
            steps.add(step);
        }

        @Override
        public void launched(SshEndpoint ssh, List<PublishedPort> ports) {
            launched.add(ssh);
        }
    };
    private @Nullable String manifest;
    private @Nullable IOException notPulled;
    private final List<ImageDigest> pulls = new ArrayList<>();
    private final HostImages images = new HostImages() {
        @Override
        public Optional<String> push(ImageId image, ImageDigest digest, Consumer<String> progress) {
            return Optional.ofNullable(manifest);
        }

        @Override
        public void pull(ImageDigest digest, Consumer<String> progress) throws IOException {
            pulls.add(digest);
            progress.accept("Pulling.");
            if (notPulled != null) {
                throw notPulled;
            }
            engine.flatten(FakeEngine.SSH.digest(), MINE, "", Long.MAX_VALUE, bytes -> {});
        }
    };
    private final Operations operations = operations(owner -> MOUNTS);

    @Test
    void imageOfAnotherHostIsPulledBeforeTheContainerIsCreated() throws Exception {
        Image mine = new Image(
                new ImageName("mine:1"),
                new ImageDigest("sha256:" + MINE.value().repeat(4)));

        assertThat(carryOut(create(mine))).isInstanceOf(OrderDone.class);
        assertThat(pulls).containsExactly(mine.digest());
        assertThat(steps).containsExactly("pull begins", "Pulling.", "pull ended");
        assertThat(carryOut(create(FakeEngine.SSH))).isInstanceOf(OrderDone.class);
        assertThat(pulls).hasSize(1);
    }

    @Test
    void imageThatCannotBePulledIsReportedWithTheReason() throws Exception {
        notPulled = new IOException("The registry is gone.");
        Image mine = new Image(
                new ImageName("mine:1"),
                new ImageDigest("sha256:" + MINE.value().repeat(4)));

        assertFailed(carryOut(create(mine)), ErrorCode.IMAGE_MISSING, "The registry is gone.");
        assertThat(engine.find(WEB)).isEmpty();
    }

    @Test
    void committedImageIsReportedWithItsManifestInTheRegistry() throws Exception {
        created();
        manifest = "sha256:" + "ab".repeat(32);

        OrderOutcome outcome = carryOut(
                new Order.Commit(N1, ANN, WEB, 2, NOW.plusSeconds(60), MINE, null, false, DesiredStatus.RUNNING));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        CommitDone.class,
                        done -> assertThat(done.facts().manifest()).isEqualTo(manifest));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void createReportsStatusSshEndpointAndHostKey() throws Exception {
        OrderOutcome report = carryOut(create(FakeEngine.SSH));

        assertThat(report).isInstanceOf(OrderDone.class);
        Observation after = observation(report);
        assertThat(after.status()).isEqualTo(ContainerStatus.RUNNING);
        assertThat(after.ssh()).isEqualTo(found().ssh());
        assertThat(after.hostKey()).startsWith("SHA256:");
        assertThat(after.startedAt()).isNotNull();
    }

    @Test
    void launchIsReportedOnlyForTheFirstStart() throws Exception {
        created();
        assertThat(launched).containsExactly(found().ssh());

        carryOut(new Order.Stop(N1, ANN, WEB, 2, null));
        carryOut(new Order.Start(N1, ANN, WEB, 3, null));
        assertThat(launched).hasSize(1);
    }

    @Test
    void launchWithAHostMountIsNotReported() throws Exception {
        assertThat(carryOut(mounting(directory("data")))).isInstanceOf(OrderDone.class);

        assertThat(launched).isEmpty();
    }

    @Test
    void launchIsNotReportedWhenTheStartFails() throws Exception {
        engine.refuse(Call.START);

        assertThat(carryOut(create(FakeEngine.SSH))).isInstanceOf(OrderFailed.class);
        assertThat(launched).isEmpty();
    }

    @Test
    void hostKeyOfTheImageIsNotReported() throws Exception {
        Observation after = observation(carryOut(create(FakeEngine.SSH)));

        HostKey own = engine.hostKey(WEB).orElseThrow();
        assertThat(own.isGeneratedIn(WEB)).isTrue();
        assertThat(after.hostKey()).isEqualTo(own.fingerprint());
    }

    @Test
    void runningContainerOfAnInterruptedCreateIsAdopted() throws Exception {
        SshEndpoint ssh = interruptedCreate();
        engine.start(WEB);
        EngineContainer before = found();

        OrderOutcome report = carryOut(create(FakeEngine.SSH));

        assertThat(report).isInstanceOf(OrderDone.class);
        assertThat(observation(report).ssh()).isEqualTo(ssh);
        assertThat(engine.list()).containsExactly(before);
    }

    @Test
    void stoppedContainerOfAnInterruptedCreateIsStarted() throws Exception {
        SshEndpoint ssh = interruptedCreate();

        OrderOutcome report = carryOut(create(FakeEngine.SSH));

        assertThat(report).isInstanceOf(OrderDone.class);
        assertThat(observation(report).status()).isEqualTo(ContainerStatus.RUNNING);
        assertThat(found().ssh()).isEqualTo(ssh);
    }

    @Test
    void portOfAnAdoptedContainerIsNotAllocatedAgain() throws Exception {
        SshEndpoint ssh = interruptedCreate();

        carryOut(create(FakeEngine.SSH));
        carryOut(new Order.Stop(N1, ANN, WEB, 2, null));

        assertThat(takePort()).isPresent().get().isNotEqualTo(ssh);
        assertThat(takePort()).isEmpty();
    }

    @Test
    void containerIsAdoptedWhenTheAnswerToItsStartIsLost() throws Exception {
        engine.loseAnswer(Call.START);

        OrderOutcome report = carryOut(create(FakeEngine.SSH));

        assertThat(report).isInstanceOf(OrderDone.class);
        assertThat(observation(report).hostKey()).isNotNull();
        assertThat(found().status()).isEqualTo(ContainerStatus.RUNNING);
    }

    @Test
    void brokenContainerIsRemovedWhenTheAnswerToItsStartIsLost() throws Exception {
        engine.loseAnswer(Call.START);

        OrderOutcome report = carryOut(create(FakeEngine.BROKEN));

        assertThat(report).isInstanceOf(OrderFailed.class);
        assertNothingIsLeft();
    }

    @Test
    void createdContainerIsRemovedWhenTheAnswerToItsCreateIsLost() throws Exception {
        engine.loseAnswer(Call.CREATE);

        OrderOutcome report = carryOut(create(FakeEngine.SSH));

        assertThat(report).isInstanceOf(OrderFailed.class);
        assertNothingIsLeft();
    }

    @Test
    void containerOfABatchGetsTheNamesOfAllItsContainers() throws Exception {
        List<ContainerName> names = List.of(new ContainerName("web"), new ContainerName("web-2"));

        carryOut(new Order.Create(N1, ANN, WEB, 1, null, spec(FakeEngine.SSH), names));

        assertThat(engine.made(WEB).hosts()).isEqualTo(names);
    }

    @Test
    void containerWithoutABatchGetsItsOwnName() throws Exception {
        carryOut(create(FakeEngine.SSH));

        assertThat(engine.made(WEB).hosts()).containsExactly(new ContainerName("web"));
    }

    @Test
    void publishedPortsAreReportedWithTheirAddress() throws Exception {
        OrderOutcome report = carryOut(publishing("28120", "28121/udp"));

        assertThat(observation(report).ports())
                .extracting(PublishedPort::toString)
                .containsExactly("127.0.0.1:28120/tcp", "127.0.0.1:28121/udp");
    }

    @Test
    void portsTakenOnEveryAddressAreRejectedWithTheirHolders() throws Exception {
        hold("00112233445566bb", "ann", "127.0.0.1", "28120");
        hold("00112233445566cc", "bob", "127.0.0.2", "28120");

        OrderOutcome report = carryOut(publishing("28120"));

        assertThat(report).isInstanceOfSatisfying(OrderFailed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.PORTS_TAKEN);
            assertThat(failed.detail())
                    .contains("28120/tcp on 127.0.0.1 is in use by your container 00112233445566bb")
                    .contains("28120/tcp on 127.0.0.2 is in use by another container")
                    .doesNotContain("bob");
        });
        assertThat(engine.list()).isEmpty();
        assertThat(takePort()).isPresent();
    }

    @Test
    void removedContainerFreesItsPublishedPorts() throws Exception {
        carryOut(publishing("28120"));

        carryOut(new Order.Remove(N1, ANN, WEB, 2, null));

        assertThat(observation(carryOut(publishing("28120"))).ports())
                .extracting(PublishedPort::address)
                .containsExactly("127.0.0.1");
    }

    @Test
    void failedCreateFreesItsPublishedPorts() throws Exception {
        engine.refuse(Call.CREATE);
        assertThat(carryOut(publishing("28120"))).isInstanceOf(OrderFailed.class);

        assertThat(observation(carryOut(publishing("28120"))).ports())
                .extracting(PublishedPort::address)
                .containsExactly("127.0.0.1");
    }

    // ---- presets ----

    @Test
    void createFailsWithPresetUnavailableWhenTheEngineRejectsThePreset() throws Exception {
        engine.refuse(Call.CREATE);

        OrderOutcome report = carryOut(mounting(directory("data")));

        assertThat(report).isInstanceOfSatisfying(OrderFailed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.PRESET_UNAVAILABLE);
            assertThat(failed.detail()).contains("'data'", "n1");
            assertThat(failed.observation()).isEqualTo(Observation.ABSENT);
        });
    }

    @Test
    void createFailsWithPresetUnavailableWhenTheMountIsForbidden() throws Exception {
        OrderOutcome report = carryOut(mounting(directory("dcm/homes/bob")));

        assertThat(report).isInstanceOfSatisfying(OrderFailed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.PRESET_UNAVAILABLE);
            assertThat(failed.detail()).contains("dcm/homes/bob");
        });
        assertThat(engine.list()).isEmpty();
    }

    @Test
    void startAndRestartAreRejectedWhenTheMountSourceBecameALink() throws Exception {
        Path data = directory("data");
        Path homes = directory("dcm/homes");
        assertThat(carryOut(mounting(data))).isInstanceOf(OrderDone.class);
        Files.delete(data);
        Files.createSymbolicLink(data, homes);

        OrderOutcome restarted = carryOut(new Order.Restart(N1, ANN, WEB, 2, null));
        engine.stop(WEB, Duration.ZERO);
        OrderOutcome started = carryOut(new Order.Start(N1, ANN, WEB, 3, null));
        Files.delete(data);

        for (OrderOutcome report : List.of(restarted, started)) {
            assertThat(report)
                    .isInstanceOfSatisfying(
                            OrderFailed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.PRESET_UNAVAILABLE));
        }
        assertThat(observation(restarted).status()).as("it keeps running").isEqualTo(ContainerStatus.RUNNING);
        assertThat(observation(started).status()).isEqualTo(ContainerStatus.STOPPED);
    }

    private static Path directory(String name) throws IOException {
        return Files.createDirectories(temporary.toRealPath().resolve(name));
    }

    private static Order.Create mounting(Path source) {
        ContainerSpec plain = spec(FakeEngine.SSH);
        PresetOptions options = new PresetOptions(
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(new HostMount(source.toString(), "/data", true)),
                List.of(),
                Map.of(),
                Map.of(),
                null,
                null,
                null,
                null);
        Preset preset = new Preset(new PresetName("data"), 1, options);
        return new Order.Create(
                N1,
                ANN,
                WEB,
                1,
                null,
                new ContainerSpec(plain.name(), plain.image(), plain.limits(), List.of(), null, Settings.NONE, preset),
                List.of());
    }

    private void hold(String container, String owner, String address, String port) {
        aliases.hold(
                new AliasPorts.Holder(new ContainerId(container), new OwnerName(owner)),
                List.of(new PublishedPort(address, ContainerPort.parse(port))));
    }

    private static Order.Create publishing(String... ports) {
        ContainerSpec spec = spec(FakeEngine.SSH);
        List<ContainerPort> wanted = Stream.of(ports).map(ContainerPort::parse).toList();
        return new Order.Create(
                N1,
                ANN,
                WEB,
                1,
                null,
                new ContainerSpec(spec.name(), spec.image(), spec.limits(), wanted, null, Settings.NONE, null),
                List.of());
    }

    @Test
    void commitReportsDigestLayersAndSize() throws Exception {
        created();

        OrderOutcome report = carryOut(commit(DesiredStatus.RUNNING));

        assertThat(report).isInstanceOfSatisfying(CommitDone.class, done -> {
            assertThat(done.image()).isEqualTo(MINE);
            assertThat(engine.committedImage(MINE)).contains(done.digest());
            assertThat(done.facts().layers()).isEqualTo(2);
            assertThat(done.facts().ownBytes()).isEqualTo(100);
            assertThat(done.facts().sizeBytes()).isEqualTo(1100);
        });
        assertThat(steps).isEmpty();
    }

    @Test
    void imageOfAnInterruptedCommitIsReusedAndTheContainerIsUnpaused() throws Exception {
        created();
        ImageDigest made = engine.commit(WEB, MINE, "", Long.MAX_VALUE);
        engine.leavePaused(WEB);

        OrderOutcome report = carryOut(commit(DesiredStatus.RUNNING));

        assertThat(report)
                .isInstanceOfSatisfying(
                        CommitDone.class, done -> assertThat(done.digest()).isEqualTo(made));
        assertThat(found().status()).isEqualTo(ContainerStatus.RUNNING);
    }

    @Test
    void failedCommitLeavesTheContainerRunning() throws Exception {
        created();
        engine.leavePaused(WEB);
        engine.refuse(Call.COMMIT);

        OrderOutcome report = carryOut(commit(DesiredStatus.RUNNING));

        assertThat(report).isInstanceOf(OrderFailed.class);
        assertThat(observation(report).status()).isEqualTo(ContainerStatus.RUNNING);
    }

    @Test
    void lateCommitIsRejectedAndTheContainerIsUnpaused() throws Exception {
        created();
        engine.leavePaused(WEB);

        OrderOutcome report = carryOut(
                new Order.Commit(N1, ANN, WEB, 2, NOW.minusSeconds(1), MINE, null, false, DesiredStatus.RUNNING));

        assertThat(report)
                .isInstanceOfSatisfying(
                        OrderFailed.class, failed -> assertThat(failed.code()).isEqualTo(ErrorCode.DEADLINE_PASSED));
        assertThat(found().status()).isEqualTo(ContainerStatus.RUNNING);
        assertThat(engine.committedImage(MINE)).isEmpty();
    }

    @Test
    void commitLeavesAPausedContainerPaused() throws Exception {
        created();
        carryOut(pause());

        carryOut(commit(DesiredStatus.PAUSED));

        assertThat(found().status()).isEqualTo(ContainerStatus.PAUSED);
    }

    @Test
    void commitAboveTheLayerLimitIsRejectedWithAHintToFlatten() throws Exception {
        created();
        engine.refuseLayers();

        OrderOutcome report = carryOut(commit(DesiredStatus.RUNNING));

        assertThat(report).isInstanceOfSatisfying(OrderFailed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.TOO_MANY_LAYERS);
            assertThat(failed.detail()).contains("125", "flatten");
        });
    }

    private static Order.Commit commit(DesiredStatus state) {
        return new Order.Commit(N1, ANN, WEB, 3, null, MINE, null, false, state);
    }

    @Test
    void createFailsWithTheEngineErrorWhenTheImageIsMissing() throws Exception {
        Image gone = new Image(new ImageName("gone:1"), new ImageDigest("sha256:" + "00".repeat(32)));

        OrderOutcome report = carryOut(create(gone));

        assertFailed(report, ErrorCode.ENGINE_FAILED, "No such image: " + gone.digest());
        assertThat(observation(report)).isEqualTo(Observation.ABSENT);
        assertNothingIsLeft();
    }

    @Test
    void containerIsRemovedWhenItsStartFails() throws Exception {
        engine.refuse(Call.START);

        OrderOutcome report = carryOut(create(FakeEngine.SSH));

        assertFailed(report, ErrorCode.ENGINE_FAILED, "The engine refuses to START.");
        assertThat(observation(report)).isEqualTo(Observation.ABSENT);
        assertNothingIsLeft();
    }

    @Test
    void createFailsWithTheContainerOutputWhenSshDoesNotAnswer() throws Exception {
        OrderOutcome report = carryOut(create(FakeEngine.BROKEN));

        assertFailed(report, ErrorCode.ENGINE_FAILED, FakeEngine.COMPLAINT);
        assertThat(observation(report)).isEqualTo(Observation.ABSENT);
        assertNothingIsLeft();
    }

    @Test
    void containerThatCannotBeRemovedKeepsItsPortAndIsReportedAsStopped() throws Exception {
        engine.refuse(Call.REMOVE);

        OrderOutcome report = carryOut(create(FakeEngine.BROKEN));

        assertThat(report).isInstanceOf(OrderFailed.class);
        assertThat(observation(report).status()).isEqualTo(ContainerStatus.STOPPED);
        assertThat(takePort()).isPresent().get().isNotEqualTo(found().ssh());
        assertThat(takePort()).isEmpty();
    }

    @Test
    void createFailsWithHostFullWhenNoSshPortIsFree() throws Exception {
        takePort();
        takePort();

        OrderOutcome report = carryOut(create(FakeEngine.SSH));

        assertFailed(report, ErrorCode.HOST_FULL, "No SSH port of n1 is free.");
        assertThat(engine.list()).isEmpty();
    }

    @Test
    void createFailsWithHostFullWhenNoNetworkIsFree() throws Exception {
        engine.refuse(Call.NETWORK);

        OrderOutcome report = carryOut(create(FakeEngine.SSH));

        assertFailed(report, ErrorCode.HOST_FULL, "All addresses are in use.");
        assertThat(engine.list()).isEmpty();
    }

    @Test
    void createRetriesWithAnotherPortWhenTheEngineReportsPortTaken() throws Exception {
        engine.refuse(Call.BIND);

        OrderOutcome report = carryOut(create(FakeEngine.SSH));

        assertThat(report).isInstanceOf(OrderDone.class);
        assertThat(found().ssh().port().value()).isEqualTo(RANGE.last());
    }

    @Test
    void createFailsWhenStorageFails() throws Exception {
        Operations failing = operations(owner -> {
            throw new UncheckedIOException(new IOException("no space left"));
        });

        OrderOutcome report = failing.carryOut(create(FakeEngine.SSH), BEFORE, null, listener);

        assertFailed(report, ErrorCode.ENGINE_FAILED, "no space left");
        assertThat(engine.list()).isEmpty();
    }

    @Test
    void unexpectedExceptionIsReportedAsAFailure() throws Exception {
        Operations failing = operations(owner -> {
            throw new IllegalStateException("a defect");
        });

        OrderOutcome report = failing.carryOut(create(FakeEngine.SSH), BEFORE, null, listener);

        assertFailed(report, ErrorCode.INTERNAL, "failed unexpectedly");
    }

    @Test
    void orderIsRejectedAfterItsDeadline() throws Exception {
        created();
        EngineContainer before = found();

        OrderOutcome report = carryOut(new Order.Stop(N1, ANN, WEB, 2, NOW.minusMillis(1)));

        assertFailed(report, ErrorCode.DEADLINE_PASSED, "did not execute it");
        assertThat(observation(report).status()).isEqualTo(ContainerStatus.RUNNING);
        assertThat(found()).isEqualTo(before);
    }

    @Test
    void orderIsCarriedOutAtItsDeadline() throws Exception {
        created();

        OrderOutcome report = carryOut(new Order.Stop(N1, ANN, WEB, 2, NOW));

        assertThat(report).isInstanceOf(OrderDone.class);
        assertThat(found().status()).isEqualTo(ContainerStatus.STOPPED);
    }

    @Test
    void restartStartsTheContainerAgain() throws Exception {
        created();
        Instant firstStart = found().startedAt();

        OrderOutcome report = operations.carryOut(restart(), firstStart.plusNanos(1), null, listener);

        assertThat(report).isInstanceOf(OrderDone.class);
        assertThat(found().status()).isEqualTo(ContainerStatus.RUNNING);
        assertThat(found().startedAt()).isAfter(firstStart);
    }

    @Test
    void repeatedRestartOrderHasNoEffect() throws Exception {
        created();
        Instant decidedAt = found().startedAt().plusNanos(1);
        operations.carryOut(restart(), decidedAt, null, listener);
        EngineContainer restarted = found();

        OrderOutcome report = operations.carryOut(restart(), decidedAt, null, listener);

        assertThat(report).isInstanceOf(OrderDone.class);
        assertThat(found()).isEqualTo(restarted);
    }

    @Test
    void interruptedRestartIsCompleted() throws Exception {
        created();
        engine.stop(WEB, Duration.ZERO);

        OrderOutcome report = operations.carryOut(restart(), BEFORE, null, listener);

        assertThat(report).isInstanceOf(OrderDone.class);
        assertThat(found().status()).isEqualTo(ContainerStatus.RUNNING);
    }

    @Test
    void pausedContainerIsRestarted() throws Exception {
        created();
        engine.pause(WEB);
        Instant firstStart = found().startedAt();

        OrderOutcome report = operations.carryOut(restart(), firstStart.plusNanos(1), null, listener);

        assertThat(report).isInstanceOf(OrderDone.class);
        assertThat(found().status()).isEqualTo(ContainerStatus.RUNNING);
        assertThat(found().startedAt()).isAfter(firstStart);
    }

    @Test
    void pausedContainerIsStopped() throws Exception {
        created();
        engine.pause(WEB);

        OrderOutcome report = carryOut(new Order.Stop(N1, ANN, WEB, 2, null));

        assertThat(report).isInstanceOf(OrderDone.class);
        assertThat(found().status()).isEqualTo(ContainerStatus.STOPPED);
    }

    @Test
    void startingAPausedContainerUnpausesIt() throws Exception {
        created();
        Instant firstStart = found().startedAt();
        engine.pause(WEB);

        OrderOutcome report = carryOut(start());

        assertThat(report).isInstanceOf(OrderDone.class);
        assertThat(found().status()).isEqualTo(ContainerStatus.RUNNING);
        assertThat(found().startedAt()).isEqualTo(firstStart);
    }

    @Test
    void repeatedPauseAndUnpauseSucceed() throws Exception {
        created();

        assertThat(observation(carryOut(pause())).status()).isEqualTo(ContainerStatus.PAUSED);
        assertThat(carryOut(pause())).isInstanceOf(OrderDone.class);
        assertThat(observation(carryOut(unpause())).status()).isEqualTo(ContainerStatus.RUNNING);
        assertThat(carryOut(unpause())).isInstanceOf(OrderDone.class);
    }

    @Test
    void startOfAnAbsentContainerFails() throws Exception {
        OrderOutcome report = carryOut(start());

        assertFailed(report, ErrorCode.ENGINE_FAILED, "no longer has this container");
        assertThat(observation(report)).isEqualTo(Observation.ABSENT);
    }

    @Test
    void removingAnAbsentContainerSucceeds() throws Exception {
        OrderOutcome report = carryOut(remove());

        assertThat(report).isEqualTo(new OrderDone(N1, WEB, 3, Observation.ABSENT));
    }

    @Test
    void removedContainerFreesItsSshPort() throws Exception {
        created();

        OrderOutcome report = carryOut(remove());

        assertThat(report).isEqualTo(new OrderDone(N1, WEB, 3, Observation.ABSENT));
        assertNothingIsLeft();
    }

    @Test
    void failedOrderHasNoObservationWhenTheEngineIsUnreachable() throws Exception {
        created();
        engine.cutOff();

        OrderOutcome report = carryOut(new Order.Stop(N1, ANN, WEB, 2, null));

        assertFailed(report, ErrorCode.ENGINE_FAILED, "does not answer");
        assertThat(observation(report)).isNull();
    }

    private void assertNothingIsLeft() {
        assertThat(engine.list()).isEmpty();
        assertThat(takePort()).isPresent();
        assertThat(takePort()).isPresent();
    }

    // ---- import ----

    @Test
    void importedImageIsKeptOnlyAfterItHasPassedTheTest() throws Exception {
        archives.objection = "The SSH server did not answer.";
        OrderOutcome rejected = imported("an image");
        assertFailed(rejected, ErrorCode.BAD_INPUT, "The SSH server did not answer.");
        assertThat(engine.committedImage(MINE)).isEmpty();
        assertThat(archives.loaded).isEmpty();

        archives.objection = null;
        assertThat(imported("an image")).isInstanceOf(CommitDone.class);
        assertThat(engine.committedImage(MINE)).isPresent();
        assertThat(archives.loaded).isEmpty();
    }

    @Test
    void repeatedImportFindsTheImageAndNeedsNoUpload() throws Exception {
        imported("an image");

        assertThat(carryOut(importing())).isInstanceOf(CommitDone.class);
    }

    @Test
    void importFailsWithoutAnUploadAndWithAnUnreadableArchive() throws Exception {
        assertFailed(carryOut(importing()), ErrorCode.BAD_INPUT, "did not begin in time");
        assertFailed(imported(""), ErrorCode.BAD_INPUT, "The archive cannot be imported: it is empty");
        assertThat(archives.loaded).isEmpty();
    }

    @Test
    void uploadOfAnotherUserOrOfAnUnknownImportIsNotTaken() throws Exception {
        assertThat(uploads.put(MINE, ANN, archive("an image"))).isFalse();

        try (var upload = Executors.newVirtualThreadPerTaskExecutor()) {
            var taken = upload.submit(() -> uploads.put(MINE, new OwnerName("bob"), archive("an image")));
            assertFailed(carryOut(importing()), ErrorCode.BAD_INPUT, "did not begin in time");
            assertThat(taken.get()).isFalse();
        }
    }

    @Test
    void pulledImageIsTestedLikeAnImportedOne() throws Exception {
        pulled = "an image";
        archives.objection = "The SSH server did not answer.";
        assertFailed(pulls(), ErrorCode.BAD_INPUT, "The SSH server did not answer.");
        assertThat(archives.loaded).isEmpty();

        archives.objection = null;
        assertThat(pulls()).isInstanceOf(CommitDone.class);
        assertThat(steps).contains("Waiting for the credentials.");
    }

    @Test
    void refusalOfTheRegistryAndUnreadableImageAreReported() throws Exception {
        assertFailed(pulls(), ErrorCode.REGISTRY_DENIED, "denies the user of credentials");
        pulled = "";
        assertFailed(pulls(), ErrorCode.BAD_INPUT, "The image cannot be pulled: it is empty");
        assertThat(archives.loaded).isEmpty();
    }

    @Test
    void longDetailIsShortenedForTheLog() throws Exception {
        refusal = "denies " + "x".repeat(2_000_000);

        assertThat(pulls())
                .isInstanceOfSatisfying(
                        OrderFailed.class,
                        failure -> assertThat(failure.detail())
                                .startsWith("denies x")
                                .hasSizeLessThan(2100));
    }

    private InputStream pull(ImageReference from, InputStream credentials) throws IOException {
        if (pulled == null) {
            throw new RegistryException(
                    ErrorCode.REGISTRY_DENIED,
                    refusal + new String(credentials.readAllBytes(), StandardCharsets.UTF_8));
        }
        return archive(pulled);
    }

    private OrderOutcome pulls() throws Exception {
        ImageReference from = new ImageReference("registry.example/lab/tools:1");
        try (var request = Executors.newVirtualThreadPerTaskExecutor()) {
            var taken = request.submit(() -> uploads.put(MINE, ANN, archive("credentials")));
            OrderOutcome outcome = carryOut(new Order.Import(N1, ANN, WEB, 1, null, MINE, from));
            assertThat(taken.get()).isTrue();
            return outcome;
        }
    }

    private OrderOutcome imported(String content) throws Exception {
        try (var upload = Executors.newVirtualThreadPerTaskExecutor()) {
            var taken = upload.submit(() -> uploads.put(MINE, ANN, archive(content)));
            OrderOutcome outcome = carryOut(importing());
            assertThat(taken.get()).isTrue();
            return outcome;
        }
    }

    private static InputStream archive(String content) {
        return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
    }

    private static Order.Import importing() {
        return new Order.Import(N1, ANN, WEB, 1, null, MINE, null);
    }

    private static void assertFailed(OrderOutcome report, ErrorCode code, String words) {
        assertThat(report).isInstanceOfSatisfying(OrderFailed.class, failed -> {
            assertThat(failed.code()).isEqualTo(code);
            assertThat(failed.detail()).contains(words);
        });
    }

    private static Observation observation(OrderOutcome outcome) {
        return switch (outcome) {
            case OrderDone done -> done.observation();
            case OrderFailed failed -> failed.observation();
            case CommitDone committed -> throw new AssertionError("a commit reports no observation of the container");
        };
    }

    private Operations operations(Storage storage) {
        OperationContext host = new OperationContext(
                N1,
                engine,
                new HostPorts(ports, aliases),
                storage,
                new MountRules(List.of(temporary.resolve("dcm/homes"))),
                images,
                () -> List.of("dcm/debian-ssh:13"));
        ImportOperation imports = new ImportOperation(
                host,
                archives,
                uploads,
                this::pull,
                digest -> Optional.ofNullable(archives.objection),
                image -> true,
                InstantSource.fixed(NOW));
        return new Operations(host, new ImageOperation(host, imports), InstantSource.fixed(NOW));
    }

    private OrderOutcome carryOut(Order order) throws InterruptedException {
        return operations.carryOut(order, BEFORE, order.deadline(), listener);
    }

    private EngineContainer found() {
        return engine.find(WEB).orElseThrow();
    }

    /** A port for another container. */
    private Optional<SshEndpoint> takePort() {
        return ports.take(ContainerId.of(IntentId.fresh()));
    }

    private void created() throws InterruptedException {
        assertThat(carryOut(create(FakeEngine.SSH))).isInstanceOf(OrderDone.class);
    }

    /** The state after a worker crashed between create and start; the new worker does not know the port yet. */
    private SshEndpoint interruptedCreate() {
        SshEndpoint ssh = new SshPorts("127.0.0.1", RANGE, InstantSource.fixed(NOW))
                .take(WEB)
                .orElseThrow();
        engine.create(new NewContainer(
                WEB, ANN, spec(FakeEngine.SSH), ssh, List.of(), NOWHERE, NOWHERE, NOWHERE, null, List.of()));
        return ssh;
    }

    private static ContainerSpec spec(Image image) {
        return ContainerSpec.of(new ContainerName("web"), image, new Limits(1000, 128, 64, null));
    }

    private static Order.Create create(Image image) {
        return new Order.Create(N1, ANN, WEB, 1, null, spec(image), List.of());
    }

    private static Order start() {
        return new Order.Start(N1, ANN, WEB, 2, null);
    }

    private static Order restart() {
        return new Order.Restart(N1, ANN, WEB, 2, null);
    }

    private static Order pause() {
        return new Order.Pause(N1, ANN, WEB, 2, null);
    }

    private static Order unpause() {
        return new Order.Unpause(N1, ANN, WEB, 2, null);
    }

    private static Order remove() {
        return new Order.Remove(N1, ANN, WEB, 3, null);
    }
}
