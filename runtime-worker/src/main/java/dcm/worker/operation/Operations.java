package dcm.worker.operation;

import dcm.contract.identity.ContainerId;
import dcm.contract.order.Order;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.ContainerReport.OrderOutcome;
import dcm.contract.report.ContainerStatus;
import dcm.contract.report.Observation;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineContainer;
import dcm.worker.engine.EngineException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Executes orders. Every order ends with a report, and repeating an order is safe. Thread-safe. */
public final class Operations {
    private static final Logger LOG = Logger.getLogger(Operations.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final OperationContext host;
    private final Engine engine;
    private final CreateOperation create;
    private final StartOperation start;
    private final ImageOperation images;
    private final InstantSource clock;

    public Operations(OperationContext host, ImageOperation images, InstantSource clock) {
        this.host = host;
        this.engine = host.engine();
        this.start = new StartOperation(host);
        this.create = new CreateOperation(host, start);
        this.images = images;
        this.clock = clock;
    }

    /**
     * Executes {@code order} and returns its report.
     *
     * @param deadline the time after which it must not begin; null if there is none
     * @param listener receives the progress
     */
    public OrderOutcome carryOut(
            Order order, Instant decidedAt, @Nullable Instant deadline, OrderProgressListener listener)
            throws InterruptedException {
        if (deadline != null && clock.instant().isAfter(deadline)) {
            if (order instanceof Order.Commit late) {
                images.release(late);
            }
            return host.failed(
                    order,
                    ErrorCode.DEADLINE_PASSED,
                    "The host received the request after its deadline and did not execute it. Try again.");
        }
        try {
            return switch (order) {
                case Order.Create creating -> create.carryOut(creating, listener);
                case Order.Start starting -> start.carryOut(starting);
                case Order.Restart restarting -> restart(restarting, decidedAt);
                case Order.Stop stopping -> stop(stopping);
                case Order.Pause pausing -> pause(pausing);
                case Order.Unpause unpausing -> unpause(unpausing);
                case Order.Commit committing -> images.carryOut(committing, listener::step);
                case Order.Flatten flattening -> images.carryOut(flattening, listener::step);
                case Order.Import importing -> images.carryOut(importing, listener::step);
                case Order.Remove removing -> remove(removing);
            };
        } catch (EngineException.ImageTooLarge e) {
            return host.failed(order, ErrorCode.QUOTA_EXCEEDED, e.message());
        } catch (EngineException.PortTaken e) {
            return host.failed(order, ErrorCode.PORTS_TAKEN, e.message());
        } catch (EngineException e) {
            return host.failed(order, ErrorCode.ENGINE_FAILED, e.message());
        } catch (UncheckedIOException e) {
            return host.failed(order, ErrorCode.ENGINE_FAILED, "The storage of the host failed: " + e.getMessage());
        } catch (RuntimeException e) {
            // A defect is reported as well: orders that follow have higher numbers and would hide that this one never
            // ended.
            LOG.errorf(
                    e,
                    "order failed unexpectedly: number=%d account=%s container=%s",
                    order.number(),
                    order.owner(),
                    order.container());
            return host.failed(
                    order,
                    ErrorCode.INTERNAL,
                    "The host " + host.name() + " failed unexpectedly."
                            + " An administrator can find the cause in the worker's log.",
                    null);
        }
    }

    private OrderOutcome stop(Order.Stop order) {
        halt(order.container());
        return host.done(order);
    }

    private OrderOutcome restart(Order.Restart order, Instant decidedAt) throws InterruptedException {
        Optional<EngineContainer> found = engine.find(order.container());
        Optional<OrderFailed> refusal = found.flatMap(container -> start.refusal(order, container));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Instant startedAt = found.map(EngineContainer::startedAt).orElse(null);
        boolean restartedAlready = startedAt != null
                && startedAt.isAfter(decidedAt)
                && hasStatus(order.container(), ContainerStatus.RUNNING);
        if (!restartedAlready) {
            halt(order.container());
        }
        return start.carryOut(order);
    }

    private void halt(ContainerId id) {
        if (hasStatus(id, ContainerStatus.PAUSED)) {
            engine.unpause(id); // a frozen process cannot react to being stopped
        }
        engine.stop(id, STOP_TIMEOUT);
    }

    private OrderOutcome pause(Order.Pause order) {
        if (!hasStatus(order.container(), ContainerStatus.PAUSED)) {
            engine.pause(order.container());
        }
        return host.done(order);
    }

    private OrderOutcome unpause(Order.Unpause order) {
        if (hasStatus(order.container(), ContainerStatus.PAUSED)) {
            engine.unpause(order.container());
        }
        return host.done(order);
    }

    private OrderOutcome remove(Order.Remove order) {
        engine.remove(order.container());
        // Also of one that was never created, or was removed with Docker.
        host.ports().free(order.container());
        return host.done(order, Observation.ABSENT);
    }

    private boolean hasStatus(ContainerId id, ContainerStatus status) {
        return engine.find(id).filter(found -> found.status() == status).isPresent();
    }
}
