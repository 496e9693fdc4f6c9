package dcm.worker.storage;

import dcm.contract.desired.DesiredAccount.HomesCopy;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.report.AccountReport.HomesUnreadable;
import dcm.rest.stream.StreamedResponse.Source;
import dcm.worker.report.ObservationReporter;
import java.io.IOException;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Sends the homes of accounts that are moved from this host, and reports if it cannot read them: the receiver only sees that the archive
 * ends early. Thread-safe.
 */
public final class HomesDeparture {
    private static final Logger LOG = Logger.getLogger(HomesDeparture.class);

    private final HostName host;
    private final Homes homes;
    private final ObservationReporter reporter;

    public HomesDeparture(HostName host, Homes homes, ObservationReporter reporter) {
        this.host = host;
        this.homes = homes;
        this.reporter = reporter;
    }

    /**
     * The archive of the owner's homes; no container of the owner may run.
     *
     * @throws IOException if the homes cannot be read
     */
    public Source send(OwnerName owner, HomesCopy move) throws IOException, InterruptedException {
        try {
            return new Departing(owner, move, homes.archive(owner));
        } catch (HomesUnreadableException e) {
            report(owner, move, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private void report(OwnerName owner, HomesCopy move, String reason) throws InterruptedException {
        LOG.warnf("homes cannot be read: account=%s to=%s reason=%s", owner, move.to(), reason);
        reporter.report(owner, new HomesUnreadable(host, move.move(), reason));
    }

    /** An archive that is being sent. */
    private final class Departing implements Source {
        private final OwnerName owner;
        private final HomesCopy move;
        private final Source archive;

        Departing(OwnerName owner, HomesCopy move, Source archive) {
            this.owner = owner;
            this.move = move;
            this.archive = archive;
        }

        @Override
        public Optional<byte[]> next() throws IOException, InterruptedException {
            try {
                return archive.next();
            } catch (HomesUnreadableException e) {
                report(owner, move, String.valueOf(e.getMessage()));
                throw e;
            }
        }

        @Override
        public void onEnd(Runnable action) {
            archive.onEnd(action);
        }

        @Override
        public void close() {
            archive.close();
        }
    }
}
