package dcm.contract.report;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.Printable;
import dcm.contract.problem.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Reports about one container, with the owner's aggregate as key. */
public sealed interface ContainerReport extends Report {
    HostName host();

    ContainerId container();

    /** The order that was executed. For an observation: the newest order that was finished at that time. */
    int number();

    /** The report that ends an order. */
    sealed interface OrderOutcome extends ContainerReport {}

    /** An order was executed, now or before a crash of the worker. */
    record OrderDone(HostName host, ContainerId container, int number, Observation observation)
            implements OrderOutcome {}

    /**
     * An order failed.
     *
     * @param detail the engine's own message, if there is one
     * @param observation the container afterwards; null if the engine did not answer
     */
    record OrderFailed(
            HostName host,
            ContainerId container,
            int number,
            ErrorCode code,
            String detail,
            @Nullable Observation observation)
            implements OrderOutcome {
        public OrderFailed {
            detail = Printable.sentence(detail);
        }
    }

    /** The ordered image exists. */
    record CommitDone(
            HostName host, ContainerId container, int number, ImageId image, ImageDigest digest, ImageFacts facts)
            implements OrderOutcome {}

    /**
     * A long order reached a step.
     *
     * @param step a description for users
     */
    record OrderProgressed(HostName host, ContainerId container, int number, String step) implements ContainerReport {
        public OrderProgressed {
            step = Printable.sentence(step);
        }
    }

    /**
     * The measured disk usage of a container, without homes. Sent when it changes, on hosts where no filesystem limits
     * it.
     *
     * @param mebibytes disk usage in MiB
     */
    record DiskSeen(HostName host, ContainerId container, long mebibytes) implements ContainerReport {
        /** Zero, because a measurement belongs to no order. */
        @Override
        public int number() {
            return 0;
        }
    }

    /** The container differs from the last report, and no current order explains the difference. */
    record ContainerObserved(HostName host, ContainerId container, int number, Observation observation)
            implements ContainerReport {}
}
