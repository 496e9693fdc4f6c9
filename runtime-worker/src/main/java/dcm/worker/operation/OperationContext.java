package dcm.worker.operation;

import dcm.contract.identity.HostName;
import dcm.contract.identity.Printable;
import dcm.contract.order.Order;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.Observation;
import dcm.worker.engine.Engine;
import dcm.worker.ports.HostPorts;
import dcm.worker.storage.MountRules;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parts of this host that operations use, and the reports of operations in this host's name.
 *
 * @param mounts rules for the host paths that presets may mount
 * @param images the installation's image registry
 * @param baseImages images on which containers may be based, as the engine names them
 */
public record OperationContext(
        HostName name,
        Engine engine,
        HostPorts ports,
        Storage storage,
        MountRules mounts,
        HostImages images,
        Supplier<List<String>> baseImages) {

    /** The report on a successful order; observes the container now. */
    OrderDone done(Order order) {
        return done(order, ContainerObserver.now(engine, order.container()));
    }

    /** The report on a successful order. */
    OrderDone done(Order order, Observation after) {
        return new OrderDone(name, order.container(), order.number(), after);
    }

    /** The report on a failed order; observes the container now, if the engine answers. */
    OrderFailed failed(Order order, ErrorCode code, String detail) {
        return failed(order, code, detail, ContainerObserver.nowIfPossible(engine, order.container()));
    }

    /**
     * The report on a failed order.
     *
     * @param after the container afterwards; null if it is unknown
     */
    OrderFailed failed(Order order, ErrorCode code, String detail, @Nullable Observation after) {
        return new OrderFailed(name, order.container(), order.number(), code, Printable.sentence(detail), after);
    }
}
