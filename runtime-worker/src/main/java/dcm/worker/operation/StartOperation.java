package dcm.worker.operation;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.order.Order;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.ContainerReport.OrderOutcome;
import dcm.contract.report.ContainerStatus;
import dcm.contract.report.Observation;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineContainer;
import java.time.Duration;
import java.util.Optional;

/** Starts an existing container and waits until its sshd answers. */
final class StartOperation {
    private static final Duration BANNER_TIMEOUT = Duration.ofSeconds(20);

    private final OperationContext host;
    private final Engine engine;

    StartOperation(OperationContext host) {
        this.host = host;
        this.engine = host.engine();
    }

    OrderOutcome carryOut(Order order) throws InterruptedException {
        Optional<EngineContainer> found = engine.find(order.container());
        if (found.isEmpty()) {
            return host.failed(
                    order, ErrorCode.ENGINE_FAILED, "The host no longer has this container.", Observation.ABSENT);
        }
        Optional<OrderFailed> refusal = refusal(order, found.get());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (found.get().status() == ContainerStatus.PAUSED) {
            engine.unpause(order.container());
        }
        engine.start(order.container());
        return switch (awaitSsh(order.container(), found.get().ssh(), () -> {})) {
            case SshStart.Ready(Observation started) -> host.done(order, started);
            case SshStart.NotReady(String reason, Observation after) ->
                host.failed(order, ErrorCode.ENGINE_FAILED, reason, after);
        };
    }

    /** The report on a container that must not be started because the source of a mount may have been redirected. */
    Optional<OrderFailed> refusal(Order order, EngineContainer container) {
        return host.mounts()
                .objection(container.mounts())
                .map(why -> host.failed(
                        order,
                        ErrorCode.PRESET_UNAVAILABLE,
                        "The container was not started, because its preset mounts a path that is not allowed: " + why,
                        ContainerObserver.now(engine, order.container())));
    }

    /**
     * Waits for the sshd of a started container.
     *
     * @param meanwhile runs while sshd starts, unless sshd is ready first
     */
    SshStart awaitSsh(ContainerId id, SshEndpoint ssh, Runnable meanwhile) throws InterruptedException {
        // Inspected before sshd answers, because the time for the inspection then overlaps with the start of sshd.
        Observation started = ContainerObserver.now(engine, id);
        boolean answers = started.status() == ContainerStatus.RUNNING
                && SshReadinessProbe.await(ssh, BANNER_TIMEOUT, () -> isRunning(id), meanwhile);
        if (answers) {
            return new SshStart.Ready(started);
        }
        String output = engine.lastOutput(id);
        return new SshStart.NotReady(
                "The container was started, but its SSH server did not answer."
                        + " Check that the image starts an SSH server on port 22."
                        + (output.isEmpty() ? "" : " The container's last output: " + output),
                ContainerObserver.now(engine, id));
    }

    /** The result of waiting for the sshd of a started container. */
    sealed interface SshStart {
        /**
         * A user can log in.
         *
         * @param container the container before sshd answered
         */
        record Ready(Observation container) implements SshStart {}

        /**
         * A user cannot log in.
         *
         * @param reason a sentence for the user
         * @param container the container afterwards
         */
        record NotReady(String reason, Observation container) implements SshStart {}
    }

    private boolean isRunning(ContainerId id) {
        return engine.find(id)
                .filter(found -> found.status() == ContainerStatus.RUNNING && !found.restarting())
                .isPresent();
    }
}
