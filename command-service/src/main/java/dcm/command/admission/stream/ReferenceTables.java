package dcm.command.admission.stream;

import dcm.command.admission.decision.AdmissionPolicy;
import dcm.command.admission.decision.DecisionContext;
import dcm.contract.authentication.ReportVerifier;
import dcm.contract.identity.AggregateId;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.rest.catalog.CatalogCache;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jboss.logging.Logger;

/**
 * The tables that decisions read in addition to the aggregate's state; shared by all tasks of this process.
 *
 * @param hosts the registered hosts
 * @param catalog presets, base images, groups and registries
 * @param accounts all accounts
 * @param backlog which reports are still unread
 * @param partitions the partition of an aggregate in intents, reports and events
 * @param sources the readers that fill the tables
 * @param verifier finds out who has written a report
 * @param topics creates the topics of hosts
 */
record ReferenceTables(
        RegisteredHosts hosts,
        CatalogCache catalog,
        Supplier<Collection<AccountSnapshot>> accounts,
        ReportBacklog backlog,
        ToIntFunction<AggregateId> partitions,
        List<Source> sources,
        ReportVerifier verifier,
        HostTopics topics) {
    private static final Logger LOG = Logger.getLogger(ReferenceTables.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** Fills a table. */
    interface Source {
        /**
         * Waits until the table contains all records that are in the log now; false after {@code bound}.
         */
        boolean awaitCaughtUp(Duration bound) throws InterruptedException;
    }

    ReferenceTables {
        sources = List.copyOf(sources);
    }

    /** What a decision at {@code now} reads. */
    DecisionContext context(AdmissionPolicy policy, Instant now) {
        return new DecisionContext(
                now,
                hosts.current(now),
                catalog.current(),
                hosts.silenceCountsFrom(),
                policy,
                hosts.underWay().counts());
    }

    /** Waits until all tables are complete, because a decision with incomplete tables could be wrong. */
    void awaitComplete() {
        try {
            for (Source source : sources) {
                while (!source.awaitCaughtUp(PAUSE)) {
                    LOG.info("admission waits for hosts, catalog and accounts");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the tables were read", e);
        }
    }
}
