package dcm.auditor.log;

import java.util.List;

/**
 * The sequence numbers of one aggregate's events.
 *
 * @param last the highest
 * @param missing those that no event has
 * @param doubled those that several events have
 */
public record Numbering(long last, List<Long> missing, List<Long> doubled) {
    public Numbering {
        missing = List.copyOf(missing);
        doubled = List.copyOf(doubled);
    }
}
