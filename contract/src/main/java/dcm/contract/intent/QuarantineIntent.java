package dcm.contract.intent;

import dcm.contract.envelope.Position;

/** Intents about the quarantined records of the aggregate {@code quarantine/PARTITION}. */
public sealed interface QuarantineIntent extends Intent {
    /** The position of the quarantined record. */
    Position record();

    /** Processes the record again. */
    record ReleaseRecord(Position record) implements QuarantineIntent {}

    /** Discards the record. If it is an intent, it is rejected. */
    record DiscardRecord(Position record) implements QuarantineIntent {}
}
