package dcm.command.admission.stream;

import dcm.contract.authentication.ReportSource;
import dcm.contract.envelope.LogPosition;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Counts and logs the reports that a task discards. Not thread-safe. */
final class DiscardedReports {
    private static final Logger LOG = Logger.getLogger(DiscardedReports.class);

    private final AdmissionTask task;
    private final AdmissionStatus status;

    DiscardedReports(AdmissionTask task, AdmissionStatus status) {
        this.task = task;
        this.status = status;
    }

    /**
     * A report was discarded.
     *
     * @param claimed the source in the envelope, which may be false; null if there is none
     */
    void add(@Nullable String claimed, LogPosition input, String reason) {
        String source = Optional.ofNullable(claimed)
                .flatMap(ReportSource::parse)
                .filter(known -> known.host()
                        .map(host -> task.tables().hosts().find(host).isPresent())
                        .orElse(true))
                .map(known ->
                        known.host().map(ReportSource::worker).orElse(known).value()) // one metric per host
                .orElse(AdmissionStatus.UNKNOWN_SOURCE);
        if (status.reportDiscarded(source, task.now())) {
            LOG.warnf("report discarded: record=%s source=%s reason=%s", input, source, reason);
        }
    }
}
