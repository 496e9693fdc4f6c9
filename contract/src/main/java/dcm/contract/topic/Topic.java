package dcm.contract.topic;

import dcm.contract.identity.HostName;
import java.util.Optional;

/**
 * The topics of the log. Partition counts never change. Those of intents, events, reports and heartbeats are equal, so that
 * one Kafka Streams task owns all records of an aggregate.
 */
public enum Topic {
    INTENTS("dcm.intents", 24, Retention.FOR_EVER),
    EVENTS("dcm.events", 24, Retention.FOR_EVER),
    REPORTS("dcm.reports", 24, Retention.WEEKS),
    /** Apart from reports, which are kept for weeks. */
    HEARTBEATS("dcm.heartbeats", 24, Retention.MINUTES),
    NOTICES("dcm.notices", 24, Retention.HOUR),
    /** One topic for each host, whose worker alone reads it. */
    ORDERS("dcm.orders", 1, Retention.WEEKS),
    /** One topic for each host, whose worker alone reads it. */
    WANTED("dcm.wanted", 1, Retention.COMPACTED),
    ACCOUNTS("dcm.accounts", 1, Retention.COMPACTED),
    HOSTS("dcm.hosts", 1, Retention.COMPACTED),
    /** Apart from hosts, which workers read: a host is seen every few seconds, and rarely changes. */
    LIVENESS("dcm.liveness", 1, Retention.COMPACTED_SOON),
    CATALOG("dcm.catalog", 1, Retention.COMPACTED);

    private final String topicName;
    private final int partitions;
    private final Retention retention;

    Topic(String topicName, int partitions, Retention retention) {
        this.topicName = topicName;
        this.partitions = partitions;
        this.retention = retention;
    }

    /** The name of the topic; if each host has one, the first part of their names. */
    public String topicName() {
        return topicName;
    }

    /** The name of the topic of {@code host}, if each host has one. */
    public String topicName(HostName host) {
        return prefix() + host;
    }

    /** How the names of the topics of all hosts begin. */
    public String prefix() {
        return topicName + ".";
    }

    /** Whether each host has a topic of its own. */
    public boolean isPerHost() {
        return this == ORDERS || this == WANTED;
    }

    /** The host whose topic has this name; empty if it is not a host's topic of this kind. */
    public Optional<HostName> host(String name) {
        return Optional.of(name)
                .filter(text -> isPerHost() && text.startsWith(prefix()))
                .map(text -> text.substring(prefix().length()))
                .filter(HostName::isValid)
                .map(HostName::new);
    }

    public int partitions() {
        return partitions;
    }

    public Retention retention() {
        return retention;
    }

    /** How long records are kept. */
    public enum Retention {
        /** In the topic or in the archive of the log, see decision 75. */
        FOR_EVER,
        /** Four weeks. */
        WEEKS,
        /** One hour, for readers that are connected; nothing is read again. */
        HOUR,
        /** Ten minutes, for a reader that needs only the newest records. */
        MINUTES,
        /** The newest record of each key. */
        COMPACTED,
        /** The same for keys that are written every few seconds: older records are deleted after minutes. */
        COMPACTED_SOON
    }
}
