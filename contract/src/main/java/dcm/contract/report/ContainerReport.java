package dcm.contract.report;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.problem.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Reports about one container, under its owner's aggregate. */
public sealed interface ContainerReport extends Report {
    HostName host();

    ContainerId container();

    /** The order that was carried out; for an observation, the newest order that had been finished when it was made. */
    int number();

    /** An order was carried out, this time or, after a crash, an earlier one. */
    record OrderDone(HostName host, ContainerId container, int number, Observation observation)
            implements ContainerReport {}

    /**
     * An order was not carried out.
     *
     * @param detail in the engine's own words where it has some
     * @param observation the container afterwards, null when the engine did not answer
     */
    record OrderFailed(
            HostName host,
            ContainerId container,
            int number,
            ErrorCode code,
            String detail,
            @Nullable Observation observation)
            implements ContainerReport {}

    /** The image that was ordered is there. */
    record CommitDone(
            HostName host, ContainerId container, int number, ImageId image, ImageDigest digest, ImageFacts facts)
            implements ContainerReport {}

    /**
     * A long order has come so far.
     *
     * @param step for a person to read
     */
    record OrderProgressed(HostName host, ContainerId container, int number, String step) implements ContainerReport {}

    /**
     * So much was written in the container outside of homes. Told when it is another amount than before, where no filesystem
     * limits it.
     *
     * @param mebibytes on the disk
     */
    record DiskSeen(HostName host, ContainerId container, long mebibytes) implements ContainerReport {
        /** None: it has nothing to do with orders. */
        @Override
        public int number() {
            return 0;
        }
    }

    /** The container is not as it was last reported, and no order under way explains it. */
    record ContainerObserved(HostName host, ContainerId container, int number, Observation observation)
            implements ContainerReport {}
}
