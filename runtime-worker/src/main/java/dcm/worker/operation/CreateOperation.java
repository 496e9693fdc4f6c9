package dcm.worker.operation;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.order.Order;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerReport;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.ContainerStatus;
import dcm.contract.report.Observation;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineContainer;
import dcm.worker.engine.EngineException;
import dcm.worker.engine.NewContainer;
import dcm.worker.operation.Storage.Mounts;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a container and starts it. What an interrupted attempt left is adopted: the container's name in the engine is a function
 * of its id, so there is never a second one.
 */
final class CreateOperation {
    /** How often another port is tried when the engine finds the chosen one in use. */
    private static final int ATTEMPTS = 5;

    private final Host host;
    private final Engine engine;
    private final StartOperation start;

    CreateOperation(Host host, StartOperation start) {
        this.host = host;
        this.engine = host.engine();
        this.start = start;
    }

    ContainerReport carryOut(Order.Create order) throws InterruptedException {
        Mounts mounts = host.storage().of(order.owner());
        engine.ensureNetwork(order.owner());
        EngineException lastRefusal = null;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Optional<SshEndpoint> ssh = host.ports().take();
            if (ssh.isEmpty()) {
                return withoutPort(order);
            }
            try {
                return make(order, ssh.get(), mounts);
            } catch (EngineException.AlreadyThere e) {
                return adoptInstead(order, ssh.get(), e);
            } catch (EngineException.PortTaken e) {
                lastRefusal = e;
                undo(order.container(), ssh.get());
            } catch (EngineException e) {
                return afterFailure(order, ssh.get(), e);
            }
        }
        return failed(
                order,
                ErrorCode.HOST_FULL,
                "The engine found every port in use that was tried. "
                        + (lastRefusal == null ? "" : lastRefusal.words()),
                undone(order.container()));
    }

    private ContainerReport make(Order.Create order, SshEndpoint ssh, Mounts mounts) throws InterruptedException {
        engine.create(new NewContainer(
                order.container(),
                order.owner(),
                order.spec(),
                ssh,
                mounts.home().root(),
                mounts.home().user(),
                mounts.keys()));
        engine.start(order.container());
        return afterStart(order, ssh);
    }

    private ContainerReport afterStart(Order.Create order, SshEndpoint ssh) throws InterruptedException {
        ContainerReport report = start.awaitSsh(order, ssh);
        if (report instanceof OrderFailed failed) {
            undo(order.container(), ssh);
            return failed(order, failed.code(), failed.detail(), undone(order.container()));
        }
        return report instanceof OrderDone done
                ? new OrderDone(
                        done.host(),
                        done.container(),
                        done.number(),
                        Observing.withHostKey(engine, order.container(), done.observation()))
                : report;
    }

    private ContainerReport withoutPort(Order.Create order) throws InterruptedException {
        Optional<EngineContainer> left = engine.find(order.container());
        return left.isPresent()
                ? adopt(order, left.get())
                : failed(order, ErrorCode.HOST_FULL, "No SSH port of " + host.name() + " is free.", Observation.ABSENT);
    }

    private ContainerReport adoptInstead(Order.Create order, SshEndpoint ssh, EngineException.AlreadyThere refusal)
            throws InterruptedException {
        Optional<EngineContainer> left = engine.find(order.container());
        if (left.isEmpty() || !left.get().ssh().equals(ssh)) {
            host.ports().free(ssh.port());
        }
        return left.isPresent()
                ? adopt(order, left.get())
                : failed(order, ErrorCode.ENGINE_FAILED, refusal.words(), Observation.ABSENT);
    }

    /** An earlier attempt, or one whose answer never came, has made it. */
    private ContainerReport adopt(Order.Create order, EngineContainer left) throws InterruptedException {
        host.ports().hold(left.ssh().port());
        if (left.status() == ContainerStatus.STOPPED) {
            engine.start(order.container());
        }
        return afterStart(order, left.ssh());
    }

    /** The engine failed; it may nevertheless have done what it was asked. */
    private ContainerReport afterFailure(Order.Create order, SshEndpoint ssh, EngineException e)
            throws InterruptedException {
        @Nullable Observation after = Observing.nowIfPossible(engine, order.container());
        if (after != null && after.status() == ContainerStatus.RUNNING) {
            return afterStart(order, ssh);
        }
        undo(order.container(), ssh);
        return failed(order, ErrorCode.ENGINE_FAILED, e.words(), undone(order.container()));
    }

    private void undo(ContainerId container, SshEndpoint ssh) {
        try {
            engine.remove(container);
            host.ports().free(ssh.port());
        } catch (EngineException stillThere) {
            // The report says so, admission orders its removal, and its port stays taken until then.
        }
    }

    private @Nullable Observation undone(ContainerId container) {
        return Observing.nowIfPossible(engine, container);
    }

    private ContainerReport failed(Order order, ErrorCode code, String detail, @Nullable Observation after) {
        return new OrderFailed(host.name(), order.container(), order.number(), code, detail, after);
    }
}
