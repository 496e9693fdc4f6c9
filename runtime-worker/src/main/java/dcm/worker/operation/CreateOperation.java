package dcm.worker.operation;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.order.Order;
import dcm.contract.preset.PresetName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerReport.OrderOutcome;
import dcm.contract.report.ContainerStatus;
import dcm.contract.report.Observation;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineContainer;
import dcm.worker.engine.EngineException;
import dcm.worker.engine.NewContainer;
import dcm.worker.operation.StartOperation.SshStart;
import dcm.worker.operation.Storage.Mounts;
import dcm.worker.ports.AliasPorts.Claim;
import dcm.worker.ports.AliasPorts.Holder;
import dcm.worker.ports.AliasPorts.PortConflict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Creates and starts a container. Adopts what an interrupted attempt left: the container's name in the engine is
 * derived from its id, so there is never a second one.
 */
final class CreateOperation {
    /** How many ports are tried if the engine finds the chosen one in use. */
    private static final int ATTEMPTS = 5;

    private final OperationContext host;
    private final Engine engine;
    private final StartOperation start;

    CreateOperation(OperationContext host, StartOperation start) {
        this.host = host;
        this.engine = host.engine();
        this.start = start;
    }

    OrderOutcome carryOut(Order.Create order, OrderProgressListener listener) throws InterruptedException {
        Optional<String> objection = host.mounts()
                .objection(order.spec().options().mounts().stream()
                        .map(mount -> Path.of(mount.source()))
                        .toList());
        if (objection.isPresent()) {
            return withoutPreset(order, objection.get());
        }
        ImageDigest image = order.spec().image().digest();
        try {
            host.images().use(image);
            if (engine.imageContent(image).isEmpty()) {
                listener.pull(() -> host.images().pull(image, listener::step));
            }
        } catch (IOException e) {
            return host.failed(
                    order,
                    ErrorCode.IMAGE_MISSING,
                    "The host " + host.name() + " does not have the image and cannot pull it: " + e.getMessage(),
                    Observation.ABSENT);
        }
        Mounts mounts = host.storage().of(order.owner());
        try {
            engine.ensureNetwork(order.owner());
        } catch (EngineException.AddressesTaken e) {
            return withoutPorts(
                    order, ErrorCode.HOST_FULL, e.message() + " Ask an administrator, or use another host.");
        }
        Set<String> refusedAddresses = new HashSet<>();
        EngineException lastRefusal = null;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            List<PublishedPort> ports;
            switch (claim(order, refusedAddresses)) {
                case Claim.Allocated allocated -> ports = allocated.ports();
                case Claim.Refused refused -> {
                    return withoutPorts(order, ErrorCode.PORTS_TAKEN, message(order, refused.conflicts()));
                }
            }
            Optional<SshEndpoint> ssh = host.ports().ssh().take(order.container());
            if (ssh.isEmpty()) {
                host.ports().published().free(order.container());
                return withoutPorts(
                        order, ErrorCode.HOST_FULL, host.ports().ssh().reasonForNone(host.name()));
            }
            try {
                return createAndStart(order, ssh.get(), ports, mounts, listener);
            } catch (EngineException.AlreadyExists e) {
                return adoptInstead(order, ssh.get(), e);
            } catch (EngineException.PortTaken e) {
                lastRefusal = e;
                ports.stream()
                        .filter(port -> mentions(e, port))
                        .map(PublishedPort::address)
                        .forEach(refusedAddresses::add);
                removeAgain(order.container());
            } catch (EngineException e) {
                return afterFailure(order, ssh.get(), e);
            }
        }
        return host.failed(
                order,
                ErrorCode.HOST_FULL,
                "Docker reports that every port that was tried is in use. "
                        + (lastRefusal == null ? "" : lastRefusal.message()));
    }

    private Claim claim(Order.Create order, Set<String> refusedAddresses) {
        List<ContainerPort> wanted = order.spec().ports();
        return wanted.isEmpty()
                ? new Claim.Allocated(List.of())
                : host.ports()
                        .published()
                        .claim(
                                new Holder(order.container(), order.owner()),
                                wanted,
                                order.spec().address(),
                                refusedAddresses);
    }

    private static boolean mentions(EngineException refusal, PublishedPort port) {
        String place = port.address() + ":" + port.port().number();
        return Pattern.compile(Pattern.quote(place) + "(?![0-9])")
                .matcher(refusal.message())
                .find();
    }

    private String message(Order.Create order, List<PortConflict> conflicts) {
        return conflicts.stream()
                .map(conflict -> conflict.port().port() + " on "
                        + conflict.port().address() + " is in use by " + holder(order.owner(), conflict.by()))
                .collect(Collectors.joining("; ", "No address of " + host.name() + " has all these ports free: ", "."));
    }

    private String holder(OwnerName asking, @Nullable Holder holder) {
        if (holder == null) {
            return "another program";
        }
        return holder.owner().equals(asking)
                ? "your container "
                        + engine.find(holder.container())
                                .map(found -> found.ssh().port().toString())
                                .orElse(holder.container().value())
                : "another container";
    }

    private OrderOutcome createAndStart(
            Order.Create order,
            SshEndpoint ssh,
            List<PublishedPort> ports,
            Mounts mounts,
            OrderProgressListener listener)
            throws InterruptedException {
        engine.create(new NewContainer(
                order.container(),
                order.owner(),
                order.spec(),
                ssh,
                ports,
                mounts.home().root(),
                mounts.home().user(),
                mounts.keys(),
                host.storage().layerBytes(order.spec()).orElse(null),
                order.batchNames()));
        engine.start(order.container());
        if (order.spec().preset() == null) { // with a preset, another host may still create it under another port
            listener.launched(ssh, ports);
        }
        return afterStart(order, ssh);
    }

    private OrderOutcome afterStart(Order.Create order, SshEndpoint ssh) throws InterruptedException {
        var hostKey = new NewHostKey(engine, order.container());
        return switch (start.awaitSsh(order.container(), ssh, hostKey::lookEarly)) {
            case SshStart.Ready(Observation started) ->
                host.done(
                        order,
                        ContainerObserver.withHostKey(
                                started, hostKey.fingerprint().orElse(null)));
            case SshStart.NotReady(String reason, Observation before) -> {
                removeAgain(order.container());
                yield order.spec().preset() == null
                        ? host.failed(order, ErrorCode.ENGINE_FAILED, reason)
                        : withoutPreset(order, reason);
            }
        };
    }

    private OrderOutcome withoutPorts(Order.Create order, ErrorCode code, String detail) throws InterruptedException {
        Optional<EngineContainer> existing = engine.find(order.container());
        return existing.isPresent()
                ? adopt(order, existing.get())
                : host.failed(order, code, detail, Observation.ABSENT);
    }

    private OrderOutcome adoptInstead(Order.Create order, SshEndpoint ssh, EngineException.AlreadyExists refusal)
            throws InterruptedException {
        Optional<EngineContainer> existing = engine.find(order.container());
        host.ports().published().free(order.container());
        if (existing.isEmpty() || !existing.get().ssh().equals(ssh)) {
            host.ports().ssh().free(order.container());
        }
        return existing.isPresent()
                ? adopt(order, existing.get())
                : host.failed(order, ErrorCode.ENGINE_FAILED, refusal.message(), Observation.ABSENT);
    }

    /** An earlier attempt, whose answer may have been lost, has created the container. */
    private OrderOutcome adopt(Order.Create order, EngineContainer existing) throws InterruptedException {
        host.ports().hold(existing.id(), existing.owner(), existing.ssh(), existing.ports());
        if (existing.status() == ContainerStatus.STOPPED) {
            engine.start(order.container());
        }
        return afterStart(order, existing.ssh());
    }

    /** Handles a failed call that the engine may have executed nevertheless. */
    private OrderOutcome afterFailure(Order.Create order, SshEndpoint ssh, EngineException e)
            throws InterruptedException {
        @Nullable Observation after = ContainerObserver.nowIfPossible(engine, order.container());
        if (after != null && after.status() == ContainerStatus.RUNNING) {
            return afterStart(order, ssh);
        }
        removeAgain(order.container());
        boolean mayBeThePreset = order.spec().preset() != null && !(e instanceof EngineException.Unreachable);
        return mayBeThePreset
                ? withoutPreset(order, e.message())
                : host.failed(order, ErrorCode.ENGINE_FAILED, e.message());
    }

    /** Reports that the preset cannot be provided here; another host may have the device, driver or directory. */
    private OrderOutcome withoutPreset(Order.Create order, String reason) {
        PresetName preset = Objects.requireNonNull(order.spec().preset()).name();
        return host.failed(
                order,
                ErrorCode.PRESET_UNAVAILABLE,
                "The host " + host.name() + " cannot create a container with the preset '" + preset + "': " + reason);
    }

    private void removeAgain(ContainerId container) {
        try {
            engine.remove(container);
            host.ports().free(container);
        } catch (EngineException remains) {
            // The report says that the container remains; admission orders its removal, and its port stays taken until
            // then.
        }
    }
}
