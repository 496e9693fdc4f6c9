package dcm.worker.report;

import dcm.contract.identity.OwnerName;
import dcm.contract.report.Report;

/** Reports what this host observed without an order. */
@FunctionalInterface
public interface ObservationReporter {
    /**
     * Reports an observation about something of {@code owner}.
     *
     * @throws InterruptedException if the thread is interrupted before the report is recorded
     */
    void report(OwnerName owner, Report observation) throws InterruptedException;
}
