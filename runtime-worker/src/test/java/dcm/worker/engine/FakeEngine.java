package dcm.worker.engine;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PublicKey;
import dcm.contract.report.ContainerStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An in-memory engine; its containers are only listeners that send an SSH banner. It passes {@link EngineContract} and
 * fails on request. Thread-safe.
 */
public final class FakeEngine implements Engine, AutoCloseable {
    /** An image whose container answers on its SSH port. */
    public static final Image SSH = image("debian-ssh:13", "5a");

    /** An image whose container prints {@link #COMPLAINT} and exits at once. */
    public static final Image BROKEN = image("broken:1", "b0");

    public static final String COMPLAINT = "start: this image is broken.";

    /** The delay before the SSH banner. */
    private static final int SSHD_MILLIS = 10;

    private static final String LISTENING = "Server listening on 0.0.0.0 port 22.";

    private final Map<ContainerId, FakeContainer> containers = new LinkedHashMap<>();
    private final Map<ImageId, FakeImage> images = new HashMap<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final Set<Call> refused = EnumSet.noneOf(Call.class);
    private final Set<Call> unanswered = EnumSet.noneOf(Call.class);
    private final Set<ContainerId> damaged = new HashSet<>();
    private final List<ContainerId> sessionsEnded = new ArrayList<>();
    private final Map<ContainerId, CompletableFuture<Void>> shells = new ConcurrentHashMap<>();
    private boolean reachable = true;
    private boolean tooManyLayers;

    /**
     * The calls that can be made to fail. BIND is the part of starting that fails when another program has the port.
     */
    public enum Call {
        CREATE,
        START,
        BIND,
        STOP,
        REMOVE,
        COMMIT,
        END_SESSIONS,
        NETWORK
    }

    /** The next such call fails without effect. */
    public synchronized void refuse(Call call) {
        refused.add(call);
    }

    /** The next such call takes effect, but its answer is lost. */
    public synchronized void loseAnswer(Call call) {
        unanswered.add(call);
    }

    /** All later calls get no answer. */
    public synchronized void cutOff() {
        reachable = false;
    }

    /** Later calls get answers again. */
    public synchronized void reconnect() {
        reachable = true;
    }

    /** The container's first process exits on its own. */
    public synchronized void exitFirstProcess(ContainerId id, int exitCode) {
        containers.get(id).end(exitCode);
        signal(id);
    }

    @Override
    public synchronized void close() {
        containers.values().forEach(FakeContainer::close);
        containers.clear();
    }

    @Override
    public synchronized EngineInfo info() {
        checkReachable();
        return new EngineInfo("fake", "1", 2000, 4096, 0, 0);
    }

    @Override
    public synchronized Optional<Image> findImage(String reference) {
        checkReachable();
        return List.of(SSH, BROKEN).stream()
                .filter(image -> reference.equals("dcm/" + image.name()))
                .findFirst();
    }

    @Override
    public synchronized Optional<ImageContent> imageContent(ImageDigest digest) {
        checkReachable();
        List<String> base = List.of("layer-of-" + SSH.digest());
        if (digest.equals(SSH.digest()) || digest.equals(BROKEN.digest())) {
            return Optional.of(new ImageContent(base, 1000, Instant.EPOCH));
        }
        return images.values().stream()
                .filter(image -> image.digest().equals(digest))
                .findFirst()
                .map(FakeImage::content);
    }

    @Override
    public synchronized Optional<ImageDigest> committedImage(ImageId id) {
        checkReachable();
        return Optional.ofNullable(images.get(id)).map(FakeImage::digest);
    }

    @Override
    public ImageDigest commit(ContainerId container, ImageId id, String message, long most) {
        return commit(container, id, List.of("layer-of-" + SSH.digest(), "layer-of-" + id), 1100);
    }

    @Override
    public ImageDigest flatten(ContainerId container, ImageId id, String message, long most, LongConsumer progress) {
        progress.accept(1100);
        return commit(container, id, List.of("layer-of-" + id), 1100);
    }

    @Override
    public synchronized ImageDigest flatten(
            ImageDigest image, ImageId id, String message, long most, LongConsumer progress) {
        call(Call.COMMIT, null, () -> {
            if (imageContent(image).isEmpty()) {
                throw refusal("No such image: " + image);
            }
            progress.accept(1100);
            images.put(
                    id,
                    new FakeImage(
                            new ImageDigest("sha256:" + id.value().repeat(4)),
                            new ImageContent(List.of("layer-of-" + id), 1100, Instant.now())));
        });
        return images.get(id).digest();
    }

    private synchronized ImageDigest commit(ContainerId container, ImageId id, List<String> layers, long size) {
        call(Call.COMMIT, container, () -> {
            existing(container);
            if (tooManyLayers) {
                throw new EngineException.TooManyLayers("max depth exceeded", new IOException());
            }
            ImageDigest digest = new ImageDigest("sha256:" + id.value().repeat(4));
            images.put(id, new FakeImage(digest, new ImageContent(layers, size, Instant.now())));
        });
        return images.get(id).digest();
    }

    @Override
    public synchronized boolean tagImage(ImageDigest digest, ImageId id) {
        checkReachable();
        Optional<FakeImage> known = images.values().stream()
                .filter(image -> image.digest().equals(digest))
                .findFirst();
        known.ifPresent(image -> images.put(id, image));
        return known.isPresent();
    }

    @Override
    public synchronized boolean removeImage(ImageId id) {
        checkReachable();
        boolean used = committedImage(id)
                .filter(digest -> containers.values().stream()
                        .anyMatch(container ->
                                container.made.spec().image().digest().equals(digest)))
                .isPresent();
        if (!used) {
            images.remove(id);
        }
        return !used;
    }

    /** The next commit exceeds the maximum number of layers. */
    public synchronized void refuseLayers() {
        tooManyLayers = true;
    }

    /** Leaves the container paused, like an interrupted commit. */
    public synchronized void leavePaused(ContainerId id) {
        existing(id).turn(ContainerStatus.RUNNING, ContainerStatus.PAUSED);
    }

    private record FakeImage(ImageDigest digest, ImageContent content) {}

    @Override
    public synchronized List<EngineContainer> list() {
        checkReachable();
        return containers.values().stream()
                .filter(container -> !damaged.contains(container.made.id()))
                .map(FakeContainer::seen)
                .toList();
    }

    @Override
    public synchronized Map<ContainerId, OwnerName> owners() {
        checkReachable();
        return containers.values().stream()
                .map(container -> container.made)
                .collect(Collectors.toMap(NewContainer::id, NewContainer::owner));
    }

    /** The container can no longer be inspected. */
    public synchronized void damage(ContainerId id) {
        damaged.add(id);
    }

    /** The container can be inspected again. */
    public synchronized void repair(ContainerId id) {
        damaged.remove(id);
    }

    @Override
    public synchronized EngineInspection inspection() {
        checkReachable();
        return new EngineInspection(
                "runc",
                containers.values().stream()
                        .map(FakeContainer::seen)
                        .map(seen -> Map.<String, Object>of("Id", seen.engineId()))
                        .toList(),
                List.of(),
                List.of());
    }

    @Override
    public synchronized int count() {
        return list().size();
    }

    @Override
    public Map<String, Integer> containersOfOtherInstallations() {
        return Map.of();
    }

    @Override
    public synchronized Optional<EngineContainer> find(ContainerId id) {
        checkReachable();
        if (damaged.contains(id)) {
            throw refusal("layer does not exist");
        }
        return Optional.ofNullable(containers.get(id)).map(FakeContainer::seen);
    }

    /** What was given to {@link #create} for a container. */
    public synchronized NewContainer made(ContainerId id) {
        return containers.get(id).made;
    }

    @Override
    public EngineConfiguration configuration() {
        return new EngineConfiguration(
                "29.0.0",
                "1.3.3",
                List.of("name=seccomp"),
                true,
                "local",
                "overlay2",
                "extfs",
                "/",
                List.of("dcm"),
                List.of());
    }

    @Override
    public synchronized void ensureNetwork(OwnerName owner) {
        checkReachable();
        if (refused.remove(Call.NETWORK)) {
            throw new EngineException.AddressesTaken("All addresses are in use.");
        }
    }

    @Override
    public int maxContainersPerOwner() {
        return 1021;
    }

    @Override
    public synchronized void removeNetwork(OwnerName owner) {
        checkReachable();
    }

    @Override
    public synchronized void create(NewContainer container) {
        call(Call.CREATE, container.id(), () -> {
            Image image = container.spec().image();
            if (imageContent(image.digest()).isEmpty()) {
                throw refusal("No such image: " + image.digest());
            }
            if (containers.containsKey(container.id())) {
                String message = "Conflict. The container name " + container.id() + " is already in use.";
                throw new EngineException.AlreadyExists(message, new IOException());
            }
            containers.put(container.id(), new FakeContainer(container));
        });
    }

    @Override
    public synchronized void start(ContainerId id) {
        call(Call.START, id, () -> {
            if (refused.remove(Call.BIND)) {
                throw new EngineException.PortTaken("Another program has the port.", new IOException());
            }
            existing(id).start();
        });
    }

    @Override
    public synchronized void stop(ContainerId id, Duration timeout) {
        call(Call.STOP, id, () -> {
            FakeContainer container = existing(id);
            if (container.status == ContainerStatus.PAUSED) {
                throw refusal("A paused container cannot react to being stopped.");
            }
            container.end(143);
        });
    }

    @Override
    public synchronized void pause(ContainerId id) {
        checkReachable();
        existing(id).turn(ContainerStatus.RUNNING, ContainerStatus.PAUSED);
        signal(id);
    }

    @Override
    public synchronized void unpause(ContainerId id) {
        checkReachable();
        existing(id).turn(ContainerStatus.PAUSED, ContainerStatus.RUNNING);
        signal(id);
    }

    @Override
    public synchronized void remove(ContainerId id) {
        call(Call.REMOVE, id, () -> Optional.ofNullable(containers.remove(id)).ifPresent(FakeContainer::close));
    }

    @Override
    public synchronized Optional<HostKey> hostKey(ContainerId id) {
        checkReachable();
        return Optional.ofNullable(containers.get(id))
                .filter(container -> container.startedAt != null)
                .map(FakeContainer::hostKey);
    }

    @Override
    public synchronized EngineStream<byte[]> logs(ContainerId id, int tail, boolean timestamps, boolean follow) {
        String output = existing(id).output;
        return streamOf((timestamps ? output.replaceAll("(?m)^", Instant.now() + " ") : output)
                .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public synchronized EngineStream<ContainerUsage> usage(ContainerId id, boolean follow) {
        existing(id);
        return streamOf(new ContainerUsage(Instant.now(), 0.1, 1000, 128L * 1024 * 1024, 1, 1, 1, 1, 2));
    }

    @Override
    public synchronized List<ContainerProcess> processes(ContainerId id) {
        existing(id);
        return List.of(new ContainerProcess(4711, 1, 0, 0.1, 0.1, "00:01", "sshd: /usr/sbin/sshd -D -e"));
    }

    private static <T> EngineStream<T> streamOf(T only) {
        Iterator<T> items = List.of(only).iterator();
        return new EngineStream<>() {
            @Override
            public Optional<T> next() {
                return items.hasNext() ? Optional.of(items.next()) : Optional.empty();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void endSessions(ContainerId id, Duration age) {
        shells.getOrDefault(id, CompletableFuture.completedFuture(null)).join();
        synchronized (this) {
            call(Call.END_SESSIONS, id, () -> sessionsEnded.add(id));
        }
    }

    /** Makes the container's shell answer only when {@code answer} is complete. */
    public void delayShell(ContainerId id, CompletableFuture<Void> answer) {
        shells.put(id, answer);
    }

    /** The containers in which sessions were ended, once for each time. */
    public synchronized List<ContainerId> sessionsEnded() {
        return List.copyOf(sessionsEnded);
    }

    @Override
    public synchronized Optional<Long> writableLayerBytes(ContainerId id) {
        return Optional.ofNullable(containers.get(id)).map(container -> 0L);
    }

    @Override
    public synchronized String lastOutput(ContainerId id) {
        return Optional.ofNullable(containers.get(id))
                .map(container -> container.output)
                .orElse("");
    }

    @Override
    public AutoCloseable watch(Watcher watcher) {
        watchers.add(watcher);
        watcher.connected();
        return () -> watchers.remove(watcher);
    }

    /** @param container null: the call changes no container */
    private void call(Call call, @Nullable ContainerId container, Runnable action) {
        checkReachable();
        if (refused.remove(call)) {
            throw refusal("The engine refuses to " + call + ".");
        }
        action.run();
        if (container != null) {
            signal(container);
        }
        if (unanswered.remove(call)) {
            throw new EngineException.Unreachable("The engine's answer was lost.", new IOException());
        }
    }

    private void checkReachable() {
        if (!reachable) {
            throw new EngineException.Unreachable("The engine does not answer.", new IOException());
        }
    }

    private void signal(ContainerId container) {
        watchers.forEach(watcher -> watcher.changed(container));
    }

    private FakeContainer existing(ContainerId id) {
        return Optional.ofNullable(containers.get(id)).orElseThrow(() -> refusal("No such container: " + id));
    }

    private static EngineException refusal(String message) {
        return new EngineException(message, new IllegalStateException(message));
    }

    private static Image image(String name, String digest) {
        return new Image(new ImageName(name), new ImageDigest("sha256:" + digest.repeat(32)));
    }

    private static final class FakeContainer {
        private final NewContainer made;
        private ContainerStatus status = ContainerStatus.STOPPED;
        private Instant startedAt;
        private Integer exitCode;
        private String output = "";
        private ServerSocket listener;
        private Thread greeter;
        private volatile boolean greeted;

        FakeContainer(NewContainer made) {
            this.made = made;
        }

        EngineContainer seen() {
            return new EngineContainer(
                    made.id(),
                    made.owner(),
                    "fake-" + made.id(),
                    status,
                    made.ssh(),
                    made.ports(),
                    made.spec().options().mounts().stream()
                            .map(mount -> Path.of(mount.source()))
                            .toList(),
                    startedAt != null,
                    startedAt,
                    exitCode,
                    false,
                    false);
        }

        /** Before the banner is sent: the key of the container from which the image was committed. */
        HostKey hostKey() {
            String maker = greeted ? made.id().value() : "0000000000000000";
            return new HostKey(PublicKey.fingerprint(maker.getBytes(StandardCharsets.US_ASCII)), maker);
        }

        void start() {
            if (status != ContainerStatus.STOPPED) {
                return;
            }
            boolean works = !made.spec().image().equals(BROKEN);
            listener = works ? listen() : null;
            startedAt = Instant.now();
            status = works ? ContainerStatus.RUNNING : ContainerStatus.STOPPED;
            exitCode = works ? null : 1;
            output = works ? LISTENING : COMPLAINT;
        }

        void turn(ContainerStatus from, ContainerStatus to) {
            if (status != from && status != to) {
                throw refusal("Container " + made.id() + " is not " + from + ".");
            }
            status = to;
        }

        void end(int code) {
            if (status != ContainerStatus.STOPPED) {
                close();
                status = ContainerStatus.STOPPED;
                exitCode = code;
            }
        }

        void close() {
            try {
                if (listener != null) {
                    listener.close();
                    greeter.join(); // then the kernel has released the port
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private ServerSocket listen() {
            try {
                ServerSocket socket = new ServerSocket(
                        made.ssh().port().value(),
                        10,
                        InetAddress.getByName(made.ssh().address()));
                greeter = Thread.ofVirtual().name("fake-sshd").start(() -> greet(socket));
                return socket;
            } catch (IOException e) {
                throw new EngineException.PortTaken("Port " + made.ssh().port() + ": " + e.getMessage(), e);
            }
        }

        private void greet(ServerSocket socket) {
            while (!socket.isClosed()) {
                try (Socket client = socket.accept()) {
                    Thread.sleep(SSHD_MILLIS);
                    greeted = true;
                    client.getOutputStream().write("SSH-2.0-Fake\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException | InterruptedException closedOrGone) {
                    // the loop condition decides
                }
            }
        }
    }
}
