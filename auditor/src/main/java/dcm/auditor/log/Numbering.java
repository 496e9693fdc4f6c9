package dcm.auditor.log;

import java.util.List;

/**
 * The sequence numbers of one aggregate's events.
 *
 * @param last the highest number
 * @param missing numbers without an event
 * @param doubled numbers of more than one event
 */
public record Numbering(long last, List<Long> missing, List<Long> doubled) {
    public Numbering {
        missing = List.copyOf(missing);
        doubled = List.copyOf(doubled);
    }
}
