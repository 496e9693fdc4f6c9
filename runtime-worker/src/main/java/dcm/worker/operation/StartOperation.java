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
import java.time.Duration;
import java.util.Optional;

/** Starts an existing container and waits until its sshd answers. */
final class StartOperation {
    private static final Duration BANNER = Duration.ofSeconds(20);

    private final OperationContext host;
    private final Engine engine;

    StartOperation(OperationContext host) {
        this.host = host;
        this.engine = host.engine();
    }

    ContainerReport carryOut(Order order) throws InterruptedException {
        Optional<EngineContainer> found = engine.find(order.container());
        if (found.isEmpty()) {
            return new OrderFailed(
                    host.name(),
                    order.container(),
                    order.number(),
                    ErrorCode.ENGINE_FAILED,
                    "The host no longer has this container.",
                    Observation.ABSENT);
        }
        Optional<ContainerReport> refusal = refusal(order, found.get());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (found.get().status() == ContainerStatus.PAUSED) {
            engine.unpause(order.container());
        }
        engine.start(order.container());
        return awaitSsh(order, found.get().ssh(), () -> {});
    }

    /** The report on a container that must not be started because the source of a mount may have been redirected. */
    Optional<ContainerReport> refusal(Order order, EngineContainer container) {
        return host.mounts()
                .objection(container.mounts())
                .map(why -> new OrderFailed(
                        host.name(),
                        order.container(),
                        order.number(),
                        ErrorCode.PRESET_UNAVAILABLE,
                        "The container was not started, because its preset mounts a path that is not allowed: " + why,
                        ContainerObserver.now(engine, order.container())));
    }

    /**
     * Waits for sshd and returns the report on a started container.
     *
     * @param meanwhile runs while sshd starts, unless sshd is ready first
     */
    ContainerReport awaitSsh(Order order, SshEndpoint ssh, Runnable meanwhile) throws InterruptedException {
        ContainerId id = order.container();
        // Inspected before sshd answers, because the time for the inspection then overlaps with the start of sshd.
        Observation started = ContainerObserver.now(engine, id);
        boolean answers = started.status() == ContainerStatus.RUNNING
                && SshReadinessProbe.await(ssh, BANNER, () -> isRunning(id), meanwhile);
        if (answers) {
            return new OrderDone(host.name(), id, order.number(), started);
        }
        String words = engine.lastWords(id);
        return new OrderFailed(
                host.name(),
                id,
                order.number(),
                ErrorCode.ENGINE_FAILED,
                "The container was started, but its SSH server did not answer."
                        + (words.isEmpty() ? "" : " The container's last output: " + words),
                ContainerObserver.now(engine, id));
    }

    private boolean isRunning(ContainerId id) {
        return engine.find(id)
                .filter(found -> found.status() == ContainerStatus.RUNNING && !found.restarting())
                .isPresent();
    }
}
