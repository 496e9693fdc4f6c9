package dcm.command.admission.container;

import static java.util.stream.Collectors.toSet;

import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ContainerState.PendingOrder;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.ContainerEvent.Outcome;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.event.StateOperation;
import dcm.contract.problem.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Ends pending orders for which no report can arrive any more. */
public final class UnreportedOrders {
    private UnreportedOrders() {}

    /** The events if no report on an order arrived before its deadline and a grace period. */
    public static List<OwnerEvent> expire(ContainerState container, int number) {
        return container
                .pending(number)
                .map(order -> {
                    List<OwnerEvent> events = new ArrayList<>();
                    events.add(new OperationFailed(
                            order.intent(),
                            container.id(),
                            order.operation(),
                            number,
                            ErrorCode.DEADLINE_PASSED,
                            "The host " + container.host()
                                    + " did not respond before the deadline. DCM undoes the operation if it completes"
                                    + " later.",
                            null));
                    if (order.operation() == Operation.RECREATE) {
                        container.pending().stream()
                                .filter(later -> later.number() > number && later.deadline() == null)
                                .filter(later -> later.operation() != Operation.REMOVE)
                                .forEach(later -> events.add(new OperationFailed(
                                        later.intent(),
                                        container.id(),
                                        later.operation(),
                                        later.number(),
                                        ErrorCode.WRONG_STATE,
                                        "The container could not be created.",
                                        null)));
                    }
                    if (order.operation() == Operation.CREATE && container.wanted() != DesiredStatus.REMOVED) {
                        events.add(FollowUpOrder.of(container, StateOperation.REMOVE));
                    }
                    return events;
                })
                .orElse(List.of());
    }

    /**
     * Also ends earlier orders without a deadline. A host executes a container's orders one after another, so no report
     * on them can follow, and a container with a pending order ignores observations.
     */
    static List<OwnerEvent> withOvertaken(ContainerState container, PendingOrder reported, List<OwnerEvent> events) {
        Set<Integer> ended = events.stream()
                .flatMap(event -> event instanceof Outcome outcome ? Stream.ofNullable(outcome.number()) : Stream.of())
                .collect(toSet());
        Stream<OwnerEvent> overtaken = container.pending().stream()
                .filter(order -> order.number() < reported.number() && order.deadline() == null)
                .filter(order -> !ended.contains(order.number()))
                .map(order -> new OperationFailed(
                        order.intent(),
                        container.id(),
                        order.operation(),
                        order.number(),
                        ErrorCode.INTERNAL,
                        "The host " + container.host() + " did not report the outcome, but completed a later"
                                + " operation.",
                        null));
        return Stream.concat(overtaken, events.stream()).toList();
    }

    /** Ends the pending orders other than {@code number}, which can no longer have an outcome of their own. */
    static List<OwnerEvent> endOthers(ContainerState container, @Nullable Integer number, String why) {
        List<OwnerEvent> events = new ArrayList<>();
        for (PendingOrder other : container.pending()) {
            if (number == null || other.number() != number) {
                events.add(new OperationFailed(
                        other.intent(),
                        container.id(),
                        other.operation(),
                        other.number(),
                        ErrorCode.WRONG_STATE,
                        why,
                        null));
            }
        }
        return events;
    }
}
