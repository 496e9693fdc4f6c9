package dcm.contract.intent;

import dcm.contract.envelope.LogPosition;

/** Intents about the quarantined records of the aggregate {@code quarantine/PARTITION}. */
public sealed interface QuarantineIntent extends Intent {
    /** The position of the quarantined record. */
    LogPosition record();

    /** Processes the record again. */
    record ReleaseRecord(LogPosition record) implements QuarantineIntent {}

    /** Discards the record. If it is an intent, it is rejected. */
    record DiscardRecord(LogPosition record) implements QuarantineIntent {}
}
