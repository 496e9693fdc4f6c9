package dcm.command.admission.stream;

import dcm.command.admission.decision.TestInstallation;
import dcm.contract.event.Operation;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.order.Order;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerReport;
import dcm.contract.report.ContainerReport.CommitDone;
import dcm.contract.report.ContainerReport.ContainerObserved;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.ContainerReport.OrderProgressed;
import dcm.contract.report.Observation;
import java.util.List;
import java.util.Random;

/** Random reports of a host, plausible and not. */
final class GeneratedReports {
    private static final List<ErrorCode> FAILURES =
            List.of(ErrorCode.ENGINE_FAILED, ErrorCode.HOST_FULL, ErrorCode.DEADLINE_PASSED);

    private final Random random;

    GeneratedReports(Random random) {
        this.random = random;
    }

    /** A correct report on {@code order}. */
    ContainerReport on(Order order) {
        HostName host = order.host();
        int number = order.number();
        if (order instanceof Order.Commit commit && random.nextInt(4) > 0) {
            return random.nextInt(4) == 0
                    ? new OrderProgressed(host, order.container(), number, "so far")
                    : done(commit, commit.image());
        }
        if (order instanceof Order.ImageOrder creating) {
            return random.nextInt(4) == 0
                    ? new OrderProgressed(host, order.container(), number, "so far")
                    : random.nextInt(4) == 0
                            ? failed(host, order.container(), number)
                            : done(creating, creating.image());
        }
        return random.nextInt(4) > 0
                ? new OrderDone(host, order.container(), number, after(operation(order)))
                : failed(host, order.container(), number);
    }

    /** The report on an order that created an image. */
    static CommitDone done(Order order, ImageId image) {
        ImageDigest digest = new ImageDigest("sha256:" + image.value().repeat(4));
        return new CommitDone(
                order.host(),
                order.container(),
                order.number(),
                image,
                digest,
                new ImageFacts(2, 1, 2, TestInstallation.NOW));
    }

    /** A report that may match no order. */
    ContainerReport any(HostName host, ContainerId container, int number) {
        return switch (random.nextInt(3)) {
            case 0 -> new OrderDone(host, container, number, seen());
            case 1 -> failed(host, container, number);
            default -> new ContainerObserved(host, container, number, seen());
        };
    }

    private OrderFailed failed(HostName host, ContainerId container, int number) {
        ErrorCode code = FAILURES.get(random.nextInt(FAILURES.size()));
        return new OrderFailed(host, container, number, code, "no", random.nextInt(4) == 0 ? null : seen());
    }

    private Observation seen() {
        return switch (random.nextInt(4)) {
            case 0 -> TestInstallation.running(31_000 + random.nextInt(3));
            case 1 -> TestInstallation.paused(31_001);
            case 2 -> TestInstallation.stopped(random.nextInt(3));
            default -> Observation.ABSENT;
        };
    }

    /** The observation after a successful operation. */
    static Observation after(Operation operation) {
        return switch (operation) {
            case CREATE, RECREATE, START, RESTART, UNPAUSE -> TestInstallation.running(31_001);
            case STOP -> TestInstallation.stopped(0);
            case PAUSE -> TestInstallation.paused(31_001);
            case REMOVE -> Observation.ABSENT;
            case COMMIT -> TestInstallation.running(31_001);
        };
    }

    private static Operation operation(Order order) {
        return switch (order) {
            case Order.Create o -> Operation.CREATE;
            case Order.Start o -> Operation.START;
            case Order.Stop o -> Operation.STOP;
            case Order.Restart o -> Operation.RESTART;
            case Order.Pause o -> Operation.PAUSE;
            case Order.Unpause o -> Operation.UNPAUSE;
            case Order.Remove o -> Operation.REMOVE;
            case Order.Commit o -> Operation.COMMIT;
            case Order.Flatten o -> Operation.COMMIT;
            case Order.Import o -> Operation.COMMIT;
        };
    }
}
