package dcm.contract.topic;

/**
 * The topics of the log. Partition counts never change. Those of intents, events and reports are equal, so that one
 * Kafka Streams task owns all records of an aggregate.
 */
public enum Topic {
    INTENTS("dcm.intents", 24, Retention.FOR_EVER),
    EVENTS("dcm.events", 24, Retention.FOR_EVER),
    REPORTS("dcm.reports", 24, Retention.WEEKS),
    NOTICES("dcm.notices", 24, Retention.HOUR),
    ORDERS("dcm.orders", 64, Retention.WEEKS),
    WANTED("dcm.wanted", 64, Retention.COMPACTED),
    ACCOUNTS("dcm.accounts", 1, Retention.COMPACTED),
    HOSTS("dcm.hosts", 1, Retention.COMPACTED),
    CATALOG("dcm.catalog", 1, Retention.COMPACTED);

    private final String topicName;
    private final int partitions;
    private final Retention retention;

    Topic(String topicName, int partitions, Retention retention) {
        this.topicName = topicName;
        this.partitions = partitions;
        this.retention = retention;
    }

    public String topicName() {
        return topicName;
    }

    public int partitions() {
        return partitions;
    }

    public Retention retention() {
        return retention;
    }

    /** How long records are kept. */
    public enum Retention {
        FOR_EVER,
        /** Four weeks. */
        WEEKS,
        /** One hour, for readers that are connected; nothing is read again. */
        HOUR,
        /** The newest record of each key. */
        COMPACTED
    }
}
