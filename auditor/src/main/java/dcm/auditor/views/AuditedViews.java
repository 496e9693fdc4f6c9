package dcm.auditor.views;

import dcm.contract.view.ContainerViewState;
import dcm.contract.view.ViewValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The contents of the views in one snapshot.
 *
 * @param positions the offsets after the last records that the views include
 * @param behind whether the views did not reach the end of the log in time
 * @param sequences the sequence number of each owner's newest event
 * @param audited ids of the audit view that are intents
 */
public record AuditedViews(
        Map<TopicPartition, Long> positions,
        boolean behind,
        Map<String, Long> sequences,
        Map<String, IntentRow> intents,
        Set<String> audited,
        Map<String, ContainerRow> containers,
        List<PortRow> ports,
        Map<String, ImageRow> images) {

    /** A row of the intent view. */
    public record IntentRow(String id, String status, boolean recorded, boolean ended) {}

    /** A row of the container view. */
    public record ContainerRow(
            String id,
            String owner,
            String name,
            String digest,
            String host,
            String state,
            String settled,
            int milliCpus,
            int memoryMib,
            int pids,
            int countedMilliCpus,
            int countedMemoryMib,
            int countedPids,
            int countedPorts,
            @Nullable Integer sshPort,
            long sequence) {
        /** Whether the quota view counts the container as running. */
        public boolean countsAsRunning() {
            return is(settled, ContainerViewState::isRunning) || is(state, ContainerViewState::isBecomingRunning);
        }

        private static boolean is(String state, Predicate<ContainerViewState> condition) {
            return ViewValue.find(ContainerViewState.class, state)
                    .filter(condition)
                    .isPresent();
        }
    }

    /** A row of the port view. */
    public record PortRow(String container, String owner, String address, int number, String protocol) {}

    /**
     * A row of the image view.
     *
     * @param deleted whether the view shows that the host deleted the image, which then no longer counts
     */
    public record ImageRow(String id, String owner, String name, String state, String host, boolean deleted) {}
}
