package dcm.worker.storage;

import dcm.contract.desired.DesiredAccount.HomesCopy;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.report.AccountReport.HomesArrived;
import dcm.contract.report.AccountReport.HomesArriving;
import dcm.contract.report.AccountReport.HomesRefused;
import dcm.worker.report.ObservationReporter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Receives the homes of accounts that are moved to this host, and reports the progress and the result. Thread-safe. */
public final class HomesArrival {
    private static final Logger LOG = Logger.getLogger(HomesArrival.class);

    /** The shortest time between two reports of progress, each of which becomes an event. */
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /** The longest such time. */
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);

    /** The share of the homes after which progress is reported, in percent. */
    private static final int PERCENT = 5;

    private final HostName host;
    private final Homes homes;
    private final Predicate<OwnerName> mustDelete;
    private final ObservationReporter reporter;
    private final Clock clock;

    /** @param mustDelete whether this host must still delete former homes of an owner */
    public HomesArrival(
            HostName host, Homes homes, Predicate<OwnerName> mustDelete, ObservationReporter reporter, Clock clock) {
        this.host = host;
        this.homes = homes;
        this.mustDelete = mustDelete;
        this.reporter = reporter;
        this.clock = clock;
    }

    /**
     * Reads the archive and makes its content the homes of the owner. If that is done already, only reports it again.
     *
     * @param isWanted whether the move is still in progress
     * @throws ArchiveRefusedException if another attempt would fail, too
     * @throws IOException if the attempt failed
     */
    public void receive(OwnerName owner, HomesCopy move, BooleanSupplier isWanted, InputStream archive)
            throws ArchiveRefusedException, IOException, InterruptedException {
        if (mustDelete.test(owner)) {
            throw new IOException("this host must first delete homes of an earlier move");
        }
        Optional<ReceivedHomes> before = homes.reception().received(owner, move.move());
        Arriving arriving = new Arriving(owner, move, isWanted);
        try {
            ReceivedHomes received = before.isPresent()
                    ? before.get()
                    : homes.reception().receive(owner, move.move(), move.homeMiB() << 20, archive, arriving);
            reporter.report(owner, new HomesArrived(host, move.move(), received.bytes(), received.files()));
            LOG.infof("homes received: account=%s from=%s bytes=%d", owner, move.from(), received.bytes());
        } catch (ArchiveRefusedException e) {
            LOG.warnf("homes refused: account=%s from=%s reason=%s", owner, move.from(), e.getMessage());
            reporter.report(owner, new HomesRefused(host, move.move(), e.code(), String.valueOf(e.getMessage())));
            throw e;
        } catch (IOException e) {
            LOG.warnf("homes not received, this is retried: account=%s from=%s reason=%s", owner, move.from(), e);
            if (isWanted.getAsBoolean()) {
                arriving.report(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    /** The progress of one attempt. Not thread-safe. */
    private final class Arriving implements ReceptionProgress {
        private final OwnerName owner;
        private final HomesCopy move;
        private final BooleanSupplier isWanted;
        private long mebibytes;
        private long reported;
        private Instant reportedAt;

        Arriving(OwnerName owner, HomesCopy move, BooleanSupplier isWanted) {
            this.owner = owner;
            this.move = move;
            this.isWanted = isWanted;
            this.reportedAt = clock.instant();
        }

        @Override
        public void read(long bytes) throws IOException, InterruptedException {
            mebibytes = bytes >> 20;
            Duration since = Duration.between(reportedAt, clock.instant());
            if (since.compareTo(INTERVAL) < 0) {
                return;
            }
            completing();
            boolean isMuch = (mebibytes - reported) * 100 >= move.homeMiB() * PERCENT && mebibytes > reported;
            if (isMuch || since.compareTo(LONGEST_INTERVAL) >= 0) {
                report(null);
            }
        }

        @Override
        public void completing() throws IOException {
            if (!isWanted.getAsBoolean() || mustDelete.test(owner)) {
                throw new IOException("the move has ended");
            }
        }

        void report(@Nullable String problem) throws InterruptedException {
            reporter.report(owner, new HomesArriving(host, move.move(), mebibytes, problem));
            reported = mebibytes;
            reportedAt = clock.instant();
        }
    }
}
