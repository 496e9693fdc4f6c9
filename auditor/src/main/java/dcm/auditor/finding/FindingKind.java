package dcm.auditor.finding;

import java.util.Locale;

/** The kinds of findings. */
public enum FindingKind {
    PENDING_INTENT(false, "The request is recorded and not finished yet."),
    UNDECIDED_INTENT(true, "The request is recorded, but admission has neither accepted nor rejected it."),
    UNENDED_INTENT(true, "The request was accepted and its deadline has passed, but it has no outcome."),
    INTENT_ENDED_TWICE(true, "The request has more outcomes than expected."),
    ANSWER_WITHOUT_INTENT(true, "An event refers to a request that is not recorded."),
    ACKNOWLEDGED_INTENT_MISSING(true, "A client received an answer about a request that is not recorded."),
    ANSWER_DIFFERS(true, "A client received an answer about a request that differs from the log."),
    SEQUENCE_MISSING(true, "A sequence number of an aggregate has no event."),
    SEQUENCE_DOUBLED(true, "Two events of an aggregate have the same sequence number."),
    INPUT_DECIDED_TWICE(true, "Two decisions were made for the same record."),
    UNREADABLE_EVENT(true, "An event cannot be decoded or does not fit the events before it."),
    ORDER_DOUBLED(true, "The same order is in the log more than once."),
    ORDER_MISSING(true, "An event requires an order, but the order is not in the log."),
    ORDER_WITHOUT_EVENT(true, "An order is in the log, but no event requires it."),
    WANTED_MISSING(true, "No desired state is published for a container, image or owner in the log."),
    WANTED_WITHOUT_EVENT(true, "Desired state is published for something that is not in the log."),
    WANTED_DIFFERS(true, "The published desired state differs from the state that the events give."),
    PORT_HELD_TWICE(true, "Two containers have the same port of a host."),
    QUOTA_EXCEEDED(true, "A request was accepted although it exceeded the quota at that time."),
    USAGE_DIFFERS(true, "The usage in the views differs from the sum of the events."),
    VIEWS_BEHIND(true, "The views do not reach the end of the log."),
    ROW_MISSING(true, "The views have no row for an object in the log."),
    ROW_WITHOUT_EVENT(true, "The views have a row for something that is not in the log."),
    ROW_DIFFERS(true, "A row of the views differs from the log."),
    CONTAINER_UNKNOWN(true, "Docker has a container of this installation that is not in the log."),
    CONTAINER_MISSING(true, "The log has a container that does not exist in Docker."),
    CONTAINER_DOUBLED(true, "Docker has the same container on several hosts."),
    CONTAINER_MISPLACED(true, "Docker has a container on another host than the log."),
    CONTAINER_WITHOUT_HOST(true, "The log places a container on a host that does not exist."),
    HOST_UNREADABLE(true, "The engine of a host cannot be read, so its containers are not compared."),
    CONTAINER_STATE_DIFFERS(true, "The state of a container in Docker differs from the log."),
    CONTAINER_SHAPE_DIFFERS(true, "The configuration of a container in Docker differs from the log."),
    IMAGE_UNKNOWN(true, "Docker has an image of this installation that is not in the log."),
    IMAGE_MISSING(true, "The log has an image that does not exist in Docker.");

    private final boolean damage;
    private final String meaning;

    FindingKind(boolean damage, String meaning) {
        this.damage = damage;
        this.meaning = meaning;
    }

    /** False if the finding is reported only for information, because it is expected to be temporary. */
    public boolean isDamage() {
        return damage;
    }

    /** One sentence that describes this kind of finding. */
    public String meaning() {
        return meaning;
    }

    /** The kind as it is printed, such as {@code port-held-twice}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
