package dcm.command.admission;

import dcm.contract.identity.AggregateId;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.edge.catalog.CatalogDirectory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jboss.logging.Logger;

/**
 * What decisions depend on in addition to their aggregate's state: the tables that all tasks of this process share.
 *
 * @param hosts the registered hosts
 * @param catalog presets, groups and base images
 * @param accounts all accounts
 * @param backlog which reports are still to be read
 * @param partitions in which partition an aggregate's intents, reports and events are
 * @param sources what fills the tables
 */
record ReferenceTables(
        HostDirectory hosts,
        CatalogDirectory catalog,
        Supplier<Collection<AccountSnapshot>> accounts,
        ReportBacklog backlog,
        ToIntFunction<AggregateId> partitions,
        List<Source> sources) {
    private static final Logger LOG = Logger.getLogger(ReferenceTables.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** Fills one of the tables. */
    interface Source {
        /** Waits until the table holds everything that was in the log when the process started; false if it took longer. */
        boolean awaitCaughtUp(Duration bound) throws InterruptedException;
    }

    ReferenceTables {
        sources = List.copyOf(sources);
    }

    /** Waits until all tables are complete: a decision by half of them could refuse what is allowed, or allow what is not. */
    void awaitComplete() {
        try {
            for (Source source : sources) {
                while (!source.awaitCaughtUp(PAUSE)) {
                    LOG.info("admission waits until hosts, catalog and accounts are read");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the tables were read", e);
        }
    }
}
