package dcm.projection.replay;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.contract.identity.OwnerName;
import dcm.projection.change.ChangedView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What an instance notifies the others of.
 *
 * @param from the sender
 * @param positions partitions and positions that the views have reached
 * @param changed views that have changed
 * @param reset whether all clients must load everything again
 * @param current for an announcement, whether the views of the positions' partitions contain the log; null for a batch
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ViewNotice(
        String from,
        List<Position> positions,
        List<Change> changed,
        boolean reset,
        @Nullable Boolean current) {
    /** PostgreSQL permits 8,000 bytes in a notification. */
    private static final int MAX_CHANGES = 40;

    private static final JsonMapper JSON = new JsonMapper();

    record Position(String topic, int partition, long next) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Change(ChangedView.Kind kind, @Nullable String owner, String id) {
        private static Change of(ChangedView view) {
            OwnerName owner = view.owner();
            return new Change(view.kind(), owner == null ? null : owner.value(), view.id());
        }

        private ChangedView view() {
            return new ChangedView(kind, owner == null ? null : new OwnerName(owner), id);
        }
    }

    ViewNotice {
        // Empty lists are not written.
        positions = positions == null ? List.of() : List.copyOf(positions);
        changed = changed == null ? List.of() : List.copyOf(changed);
    }

    /** The notices of a batch; the positions are in the last one. */
    static List<ViewNotice> ofBatch(String from, Map<TopicPartition, Long> next, Collection<ChangedView> changed) {
        List<Change> changes = changed.stream().map(Change::of).toList();
        List<ViewNotice> notices = new ArrayList<>();
        for (int first = 0; first < changes.size(); first += MAX_CHANGES) {
            List<Change> part = changes.subList(first, Math.min(first + MAX_CHANGES, changes.size()));
            notices.add(new ViewNotice(from, List.of(), part, false, null));
        }
        notices.add(new ViewNotice(from, positions(next), List.of(), false, null));
        return notices;
    }

    static ViewNotice ofReset(String from) {
        return new ViewNotice(from, List.of(), List.of(), true, null);
    }

    /** @param held the partitions of the sender */
    static ViewNotice ofAnnouncement(String from, Collection<TopicPartition> held, boolean current) {
        return new ViewNotice(
                from, positions(held.stream().collect(toMap(p -> p, p -> 0L))), List.of(), false, current);
    }

    private static List<Position> positions(Map<TopicPartition, Long> next) {
        return next.entrySet().stream()
                .map(entry ->
                        new Position(entry.getKey().topic(), entry.getKey().partition(), entry.getValue()))
                .toList();
    }

    Map<TopicPartition, Long> reached() {
        return positions.stream().collect(toMap(at -> new TopicPartition(at.topic(), at.partition()), Position::next));
    }

    List<ChangedView> views() {
        return changed.stream().map(Change::view).toList();
    }

    String text() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalArgumentException if {@code text} is no notice */
    static ViewNotice parse(String text) {
        try {
            return JSON.readValue(text, ViewNotice.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no notice: " + text, e);
        }
    }
}
