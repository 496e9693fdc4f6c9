package dcm.user.rest;

import java.util.List;

/**
 * What a request of an administrator would do now. A request that would be rejected is answered with the rejection instead.
 *
 * @param events the names of the events that DCM would record, such as {@code account-suspended}
 */
record PlannedEvents(List<String> events) {
    /** The media type, as of dry runs of users' requests. */
    static final String MEDIA_TYPE = "application/vnd.dcm.dry-run+json";
}
