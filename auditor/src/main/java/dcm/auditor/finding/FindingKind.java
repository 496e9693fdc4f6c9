package dcm.auditor.finding;

import java.util.Locale;

/** What the auditor can find. */
public enum FindingKind {
    PENDING_INTENT(false, "The request is recorded and still under way."),
    UNDECIDED_INTENT(true, "The request is recorded, and admission never decided it."),
    UNENDED_INTENT(true, "The request was accepted, its deadline passed, and it has no outcome."),
    INTENT_ENDED_TWICE(true, "The request has more outcomes than it asked for things."),
    ANSWER_WITHOUT_INTENT(true, "An event answers a request that is not recorded."),
    SEQUENCE_MISSING(true, "An event is missing in the numbering of its aggregate."),
    SEQUENCE_DOUBLED(true, "Two events of an aggregate have the same number."),
    INPUT_ANSWERED_TWICE(true, "Two decisions answer the same record."),
    UNREADABLE_EVENT(true, "An event cannot be decoded or does not fit the events before it."),
    ORDER_DOUBLED(true, "The same order is written twice."),
    ORDER_MISSING(true, "An event orders something, and the order is not written."),
    ORDER_WITHOUT_EVENT(true, "An order is written, and no event orders it."),
    WANTED_MISSING(true, "The log has something, and no desired state is published for it."),
    WANTED_WITHOUT_EVENT(true, "Desired state is published for something that the log does not have."),
    WANTED_DIFFERS(true, "The published desired state is not the one that follows from the events."),
    PORT_HELD_TWICE(true, "Two containers hold the same port of a host."),
    QUOTA_EXCEEDED(true, "Something was accepted that exceeds the quota at that time."),
    USAGE_DIFFERS(true, "The usage that the views show is not what the events add up to."),
    VIEWS_BEHIND(true, "The views do not catch up with the log."),
    ROW_MISSING(true, "The log has something that the views lack."),
    ROW_WITHOUT_EVENT(true, "The views have something that the log lacks."),
    ROW_DIFFERS(true, "The views show something differently from the log."),
    CONTAINER_UNKNOWN(true, "The engine has a container of this installation that the log does not have."),
    CONTAINER_MISSING(true, "The log has a container that the engine lacks."),
    CONTAINER_STATE_DIFFERS(true, "A container is not in the state that the log says."),
    CONTAINER_SHAPE_DIFFERS(true, "A container does not have the ordered shape."),
    IMAGE_UNKNOWN(true, "The engine has an image of this installation that the log does not have."),
    IMAGE_MISSING(true, "The log has an image that the engine lacks.");

    private final boolean damage;
    private final String meaning;

    FindingKind(boolean damage, String meaning) {
        this.damage = damage;
        this.meaning = meaning;
    }

    /** False for what is only reported, since it is expected to continue. */
    public boolean isDamage() {
        return damage;
    }

    /** One sentence on what this kind of finding is. */
    public String meaning() {
        return meaning;
    }

    /** The kind as it is printed, such as {@code port-held-twice}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
