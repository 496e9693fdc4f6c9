package dcm.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dcm.contract.desired.ContainerSpec;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.Limits;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PortRange;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.Settings;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.report.ContainerStatus;
import dcm.worker.ports.SshPorts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract that every {@link Engine} must fulfil. */
public abstract class EngineContract {
    protected static final String IMAGE = "dcm/debian-ssh:13";
    protected static final OwnerName ANN = new OwnerName("ann");

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Limits LIMITS = new Limits(500, 128, 64, null);

    /** Outside the kernel's ephemeral ports and a worker's default range. */
    private static final SshPorts PORTS =
            new SshPorts("127.0.0.1", new PortRange(29_000, 29_999), InstantSource.system());

    private Engine engine;

    /** The engine, with an empty installation. */
    protected abstract Engine engine();

    /** A container of the owner Ann, with Ann's directories. */
    protected abstract NewContainer container(ContainerId id, ContainerSpec spec, SshEndpoint ssh);

    /** Stops a container without DCM, like a user of the Docker command line. */
    protected abstract void stopExternally(ContainerId id);

    @BeforeEach
    void open() {
        engine = engine();
    }

    @Test
    void engineReportsItsIdVersionAndResources() {
        EngineInfo info = engine.info();

        assertThat(info.id()).isNotBlank().isEqualTo(engine.info().id());
        assertThat(info.version()).isNotBlank();
        assertThat(info.milliCpus()).isPositive();
        assertThat(info.memoryMiB()).isPositive();
    }

    @Test
    void imageIsFoundByItsReference() {
        assertThat(engine.findImage(IMAGE)).map(Image::name).contains(new ImageName("debian-ssh:13"));
    }

    @Test
    void missingImageIsNotFound() {
        assertThat(engine.findImage("dcm/never-built:1")).isEmpty();
    }

    @Test
    void createdContainerExistsButDoesNotRun() {
        NewContainer made = container();

        engine.create(made);

        EngineContainer found = find(made);
        assertThat(found.id()).isEqualTo(made.id());
        assertThat(found.owner()).isEqualTo(ANN);
        assertThat(found.ssh()).isEqualTo(made.ssh());
        assertThat(found.status()).isEqualTo(ContainerStatus.STOPPED);
        assertThat(found.everStarted()).isFalse();
        assertThat(found.startedAt()).isNull();
        assertThat(found.exitCode()).isNull();
    }

    @Test
    void inspectionHasEachContainerAsTheEngineShowsIt() {
        NewContainer made = created();

        EngineInspection shown = engine.inspection();

        assertThat(shown.containers())
                .singleElement()
                .satisfies(container ->
                        assertThat(container.get("Id")).isEqualTo(find(made).engineId()));
        assertThat(shown.defaultRuntime()).isNotBlank();
    }

    @Test
    void creatingAContainerTwiceIsRejected() {
        NewContainer made = created();

        assertThatThrownBy(() -> engine.create(made)).isInstanceOf(EngineException.AlreadyExists.class);

        assertThat(engine.count()).isEqualTo(1);
    }

    @Test
    void startedContainerRunsAndAnswersOnItsSshPort() {
        NewContainer made = created();

        engine.start(made.id());

        EngineContainer found = find(made);
        assertThat(found.status()).isEqualTo(ContainerStatus.RUNNING);
        assertThat(found.everStarted()).isTrue();
        assertThat(found.startedAt()).isBetween(Instant.now().minus(BOUND), Instant.now());
        assertThat(found.exitCode()).isNull();
        assertThat(found.outOfMemory()).isFalse();
        awaitSsh(made);
    }

    @Test
    void startingARunningContainerHasNoEffect() {
        NewContainer made = running();
        EngineContainer before = find(made);

        engine.start(made.id());

        assertThat(find(made)).isEqualTo(before);
    }

    @Test
    void existingContainersAreListedAndCounted() {
        NewContainer one = created();
        NewContainer other = running();

        assertThat(engine.list()).containsExactlyInAnyOrder(find(one), find(other));
        assertThat(engine.owners()).isEqualTo(Map.of(one.id(), ANN, other.id(), ANN));
        assertThat(engine.count()).isEqualTo(2);
    }

    @Test
    void unknownContainerIsNotFound() {
        created();

        assertThat(engine.find(id())).isEmpty();
        assertThat(engine.hostKey(id())).isEmpty();
        assertThat(engine.lastOutput(id())).isEmpty();
    }

    @Test
    void startingAnUnknownContainerIsRejected() {
        assertThatThrownBy(() -> engine.start(id()))
                .isExactlyInstanceOf(EngineException.class)
                .hasMessageStartingWith("No such container");
    }

    @Test
    void stoppedContainerHasItsExitCode() {
        NewContainer made = running();
        Instant startedAt = find(made).startedAt();

        engine.stop(made.id(), TIMEOUT);

        EngineContainer found = find(made);
        assertThat(found.status()).isEqualTo(ContainerStatus.STOPPED);
        assertThat(found.startedAt()).isEqualTo(startedAt);
        assertThat(found.exitCode()).isIn(0, 143);
    }

    @Test
    void stoppingAStoppedContainerHasNoEffect() {
        NewContainer made = running();
        engine.stop(made.id(), TIMEOUT);
        EngineContainer before = find(made);

        engine.stop(made.id(), TIMEOUT);

        assertThat(find(made)).isEqualTo(before);
    }

    @Test
    void containerKeepsItsSshPortAndHostKeyAfterStopAndStart() {
        NewContainer made = running();
        HostKey hostKey = engine.hostKey(made.id()).orElseThrow();
        engine.stop(made.id(), TIMEOUT);

        engine.start(made.id());

        awaitSsh(made);
        assertThat(find(made).ssh()).isEqualTo(made.ssh());
        assertThat(engine.hostKey(made.id())).contains(hostKey);
    }

    @Test
    void containerKeepsItsPublishedPortsInEveryState() {
        ContainerSpec plain = spec();
        ContainerPort tcp = ContainerPort.tcp(28_190);
        ContainerPort udp = ContainerPort.parse("28191/udp");
        NewContainer made = container(
                id(),
                new ContainerSpec(
                        plain.name(), plain.image(), plain.limits(), List.of(tcp, udp), null, Settings.NONE, null),
                ssh());
        engine.ensureNetwork(ANN);
        engine.create(made);
        assertThat(find(made).ports()).isEqualTo(made.ports());
        engine.start(made.id());
        awaitSsh(made);
        assertThat(find(made).ports()).isEqualTo(made.ports());

        engine.stop(made.id(), TIMEOUT);

        assertThat(find(made).ports())
                .containsExactly(new PublishedPort("127.0.0.1", tcp), new PublishedPort("127.0.0.1", udp));
    }

    @Test
    void everyContainerHasItsOwnHostKey() {
        NewContainer container = running();

        HostKey one = engine.hostKey(container.id()).orElseThrow();
        HostKey other = engine.hostKey(running().id()).orElseThrow();

        assertThat(one.fingerprint()).matches("SHA256:[A-Za-z0-9+/]{43}").isNotEqualTo(other.fingerprint());
        assertThat(one.isGeneratedIn(container.id())).isTrue();
        assertThat(other.isGeneratedIn(container.id())).isFalse();
    }

    @Test
    void containerThatNeverStartedHasNoHostKey() {
        assertThat(engine.hostKey(created().id())).isEmpty();
    }

    @Test
    void unpausedContainerRunsUnchanged() {
        NewContainer made = running();
        EngineContainer before = find(made);

        engine.pause(made.id());

        engine.pause(made.id()); // as after a connection that broke
        assertThat(find(made).status()).isEqualTo(ContainerStatus.PAUSED);
        assertThat(find(made).exitCode()).isNull();
        engine.unpause(made.id());
        engine.unpause(made.id());
        assertThat(find(made)).isEqualTo(before);
        awaitSsh(made);
    }

    @Test
    void pausingAStoppedContainerIsRejected() {
        NewContainer made = created();

        assertThatThrownBy(() -> engine.pause(made.id())).isExactlyInstanceOf(EngineException.class);
    }

    @Test
    void removedRunningContainerFreesItsPort() {
        NewContainer made = running();

        engine.remove(made.id());

        assertThat(engine.find(made.id())).isEmpty();
        NewContainer next = container(id(), spec(), made.ssh());
        engine.ensureNetwork(ANN);
        engine.create(next);
        engine.start(next.id());
        awaitSsh(next);
    }

    @Test
    void pausedContainerIsRemoved() {
        NewContainer made = running();
        engine.pause(made.id());

        engine.remove(made.id());

        assertThat(engine.find(made.id())).isEmpty();
    }

    @Test
    void removingARemovedContainerHasNoEffect() {
        NewContainer made = created();
        engine.remove(made.id());

        engine.remove(made.id());

        assertThat(engine.list()).isEmpty();
    }

    @Test
    void startOnThePortOfAnotherContainerIsRejectedAsPortTaken() {
        NewContainer first = running();
        NewContainer second = container(id(), spec(), first.ssh());
        engine.create(second);

        assertThatThrownBy(() -> engine.start(second.id())).isInstanceOf(EngineException.PortTaken.class);

        assertThat(find(second).status()).isEqualTo(ContainerStatus.STOPPED);
        assertThat(find(second).everStarted()).isFalse();
    }

    @Test
    void createFromAMissingImageIsRejectedWithTheEngineError() {
        ImageDigest unknown = new ImageDigest("sha256:" + "00".repeat(32));
        Image image = new Image(new ImageName("gone:1"), unknown);
        NewContainer made = container(id(), ContainerSpec.of(new ContainerName("web"), image, LIMITS), ssh());

        assertThatThrownBy(() -> engine.create(made))
                .isExactlyInstanceOf(EngineException.class)
                .hasMessage("No such image: " + unknown);

        assertThat(engine.find(made.id())).isEmpty();
    }

    @Test
    void ensuringAnExistingNetworkHasNoEffect() {
        engine.ensureNetwork(ANN);

        engine.ensureNetwork(ANN);

        NewContainer made = container();
        engine.create(made);
        engine.start(made.id());
        awaitSsh(made);
    }

    @Test
    void committedContainerKeepsRunning() {
        NewContainer made = running();
        ImageId id = imageId();

        ImageDigest digest = engine.commit(made.id(), id, "a note", Long.MAX_VALUE);

        assertThat(find(made).status()).isEqualTo(ContainerStatus.RUNNING);
        assertThat(engine.committedImage(id)).contains(digest);
        ImageContent base = engine.imageContent(made.spec().image().digest()).orElseThrow();
        ImageContent content = engine.imageContent(digest).orElseThrow();
        assertThat(content.layers())
                .hasSize(base.layers().size() + 1)
                .startsWith(base.layers().toArray(String[]::new));
        assertThat(content.facts(List.of(base)).ownBytes()).isEqualTo(content.sizeBytes() - base.sizeBytes());
        assertThat(content.createdAt()).isAfter(base.createdAt());
        assertThat(engine.removeImage(id)).isTrue();
    }

    @Test
    void flattenedImageHasOneNewLayerAndCanBeStarted() {
        NewContainer made = running();
        ImageId id = imageId();

        ImageDigest digest = engine.flatten(made.id(), id, "a note", Long.MAX_VALUE, bytes -> {});

        assertThat(find(made).status()).isEqualTo(ContainerStatus.RUNNING);
        ImageContent base = engine.imageContent(made.spec().image().digest()).orElseThrow();
        ImageContent content = engine.imageContent(digest).orElseThrow();
        assertThat(content.layers()).hasSize(1).doesNotContainAnyElementsOf(base.layers());
        assertThat(content.facts(List.of(base)).ownBytes()).isEqualTo(content.sizeBytes());
        assertThatAContainerStartsFrom(digest, made);
        assertThat(engine.removeImage(id)).isTrue();
    }

    @Test
    void committedImageCanBeStartedAndHaveTwoIds() {
        NewContainer first = running();
        ImageId committed = imageId();
        ImageDigest digest = engine.commit(first.id(), committed, "", Long.MAX_VALUE);

        assertThatAContainerStartsFrom(digest, first);
        ImageId other = imageId();
        assertThat(engine.tagImage(digest, other))
                .as("tagged with another id as well")
                .isTrue();
        assertThat(engine.tagImage(new ImageDigest("sha256:" + "0".repeat(64)), imageId()))
                .isFalse();
        assertThat(engine.removeImage(committed)).isTrue();
        assertThat(engine.committedImage(other)).contains(digest);
        assertThat(engine.removeImage(other)).isTrue();
    }

    /** Checks that a container of an image answers with a host key of its own, and removes the container. */
    private void assertThatAContainerStartsFrom(ImageDigest digest, NewContainer origin) {
        Image image = new Image(new ImageName("mine:1"), digest);
        NewContainer next = container(id(), ContainerSpec.of(new ContainerName("next"), image, LIMITS), ssh());
        engine.create(next);
        engine.start(next.id());
        awaitSsh(next);
        assertThat(engine.hostKey(next.id())).isNotEqualTo(engine.hostKey(origin.id()));
        engine.remove(next.id());
    }

    @Test
    void containerIsCreatedFromAnImageFlattenedFromAnImage() {
        NewContainer first = running();
        ImageId many = imageId();
        ImageId one = imageId();
        ImageDigest committed = engine.commit(first.id(), many, "", Long.MAX_VALUE);

        ImageDigest flattened = engine.flatten(committed, one, "a note", Long.MAX_VALUE, bytes -> {});

        assertThat(engine.committedImage(one)).contains(flattened);
        assertThat(engine.imageContent(flattened).orElseThrow().layers()).hasSize(1);
        assertThat(engine.removeImage(many)).as("nothing else uses it").isTrue();
        assertThatAContainerStartsFrom(flattened, first);
        assertThat(engine.removeImage(one)).isTrue();
    }

    @Test
    void flatteningAnUnknownImageIsRejected() {
        ImageDigest unknown = new ImageDigest("sha256:" + "0".repeat(64));
        ImageId id = imageId();

        assertThatThrownBy(() -> engine.flatten(unknown, id, "", Long.MAX_VALUE, bytes -> {}))
                .isInstanceOf(EngineException.class);
        assertThat(engine.committedImage(id)).isEmpty();
    }

    @Test
    void imageInUseByAContainerIsNotRemoved() {
        NewContainer first = running();
        ImageId id = imageId();
        Image image = new Image(new ImageName("mine:1"), engine.commit(first.id(), id, "", Long.MAX_VALUE));
        NewContainer next = container(id(), ContainerSpec.of(new ContainerName("next"), image, LIMITS), ssh());
        engine.create(next);

        assertThat(engine.removeImage(id)).isFalse();
        assertThat(engine.committedImage(id)).contains(image.digest());
        engine.remove(next.id());
        assertThat(engine.removeImage(id)).isTrue();
        assertThat(engine.committedImage(id)).isEmpty();
        assertThat(engine.removeImage(id)).isTrue();
    }

    @Test
    void committingAnUnknownContainerIsRejected() {
        ImageId id = imageId();

        assertThatThrownBy(() -> engine.commit(id(), id, "", Long.MAX_VALUE)).isInstanceOf(EngineException.class);
        assertThat(engine.committedImage(id)).isEmpty();
    }

    private static ImageId imageId() {
        return new ImageId("%016x".formatted(ThreadLocalRandom.current().nextLong()));
    }

    @Test
    void logsReturnTheOutputOfTheContainer() throws Exception {
        NewContainer made = running();

        try (EngineStream<byte[]> logs = engine.logs(made.id(), 100, false, false)) {
            StringBuilder printed = new StringBuilder();
            for (Optional<byte[]> bit = logs.next(); bit.isPresent(); bit = logs.next()) {
                printed.append(new String(bit.get(), StandardCharsets.UTF_8));
            }
            assertThat(printed).contains("Server listening");
        }
    }

    private ContainerUsage usage(NewContainer of) throws Exception {
        try (EngineStream<ContainerUsage> stream = engine.usage(of.id(), false)) {
            ContainerUsage use = stream.next().orElseThrow();
            assertThat(stream.next()).isEmpty();
            return use;
        }
    }

    @Test
    void useReturnsMemoryAndProcessCount() throws Exception {
        NewContainer made = running();

        // The kernel counts memory with a delay, so that it can be 0 right after the start.
        await("a container that uses memory")
                .atMost(BOUND)
                .until(() -> usage(made).memoryBytes() > 0);
        ContainerUsage use = usage(made);
        assertThat(use.memoryLimitBytes()).isEqualTo(LIMITS.memoryMiB() * 1024L * 1024L);
        assertThat(use.pids()).isPositive();
    }

    @Test
    void processesOfAContainerAreListed() {
        NewContainer made = running();

        assertThat(engine.processes(made.id()))
                .anySatisfy(process -> assertThat(process.command()).contains("sshd"))
                .allSatisfy(process -> assertThat(process.uid()).isZero());
    }

    @Test
    void logsOfAnUnknownContainerAreRejected() {
        assertThatThrownBy(() -> {
                    try (EngineStream<byte[]> logs = engine.logs(id(), 100, false, false)) {
                        logs.next();
                    }
                })
                .isInstanceOf(EngineException.class);
    }

    @Test
    void lastOutputIsThatOfTheFirstProcess() {
        NewContainer made = running();

        assertThat(engine.lastOutput(made.id())).contains("Server listening on 0.0.0.0 port 22.");
    }

    @Test
    void watcherIsNotifiedOfTheConnectionAndOfExternalStops() throws Exception {
        NewContainer made = running();
        var watcher = new Signals();
        try (AutoCloseable watch = engine.watch(watcher)) {
            await("the signal on connecting").atMost(BOUND).until(() -> watcher.connections.get() > 0);

            stopExternally(made.id());

            assertThat(watch).isNotNull();
            await("a signal that the container stopped").atMost(BOUND).until(() -> watcher.changed.contains(made.id()));
            assertThat(find(made).status()).isEqualTo(ContainerStatus.STOPPED);
        }
    }

    @Test
    void closedWatchReceivesNoFurtherCalls() throws Exception {
        NewContainer made = running();
        var closed = new Signals();
        var open = new Signals();
        AutoCloseable watch = engine.watch(closed);
        await("the signal on connecting").atMost(BOUND).until(() -> closed.connections.get() > 0);
        try (AutoCloseable other = engine.watch(open)) {
            await("the other's signal on connecting").atMost(BOUND).until(() -> open.connections.get() > 0);
            watch.close();
            int connections = closed.connections.get();
            closed.changed.clear();

            stopExternally(made.id());

            assertThat(other).isNotNull();
            await("the other's signal").atMost(BOUND).until(() -> open.changed.contains(made.id()));
            assertThat(closed.connections).hasValue(connections);
            assertThat(closed.changed).isEmpty();
        }
    }

    /** What a watcher was notified of. */
    private static final class Signals implements Engine.Watcher {
        private final AtomicInteger connections = new AtomicInteger();
        private final Set<ContainerId> changed = ConcurrentHashMap.newKeySet();

        @Override
        public void connected() {
            connections.incrementAndGet();
        }

        @Override
        public void changed(ContainerId container) {
            changed.add(container);
        }
    }

    /** A new container on a free port. */
    protected final NewContainer container() {
        return container(id(), spec(), ssh());
    }

    protected final NewContainer created() {
        NewContainer made = container();
        engine.ensureNetwork(ANN);
        engine.create(made);
        return made;
    }

    /** A container that accepts logins. */
    protected final NewContainer running() {
        NewContainer made = created();
        engine.start(made.id());
        awaitSsh(made);
        return made;
    }

    protected final EngineContainer find(NewContainer made) {
        return engine.find(made.id()).orElseThrow();
    }

    protected final ContainerSpec spec() {
        return ContainerSpec.of(
                new ContainerName("web"), engine.findImage(IMAGE).orElseThrow(), LIMITS);
    }

    protected static SshEndpoint ssh() {
        return PORTS.take(id()).orElseThrow();
    }

    protected static ContainerId id() {
        return new ContainerId("%016x".formatted(ThreadLocalRandom.current().nextLong()));
    }

    protected static void awaitSsh(NewContainer container) {
        await("the SSH server of " + container.id())
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> answers(container.ssh()));
    }

    private static boolean answers(SshEndpoint endpoint) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(1000);
            socket.connect(
                    new InetSocketAddress(endpoint.address(), endpoint.port().value()), 1000);
            return new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII).equals("SSH-");
        } catch (IOException notYet) {
            return false;
        }
    }
}
