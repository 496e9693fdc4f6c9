package dcm.projection.intent;

import dcm.contract.problem.ErrorCode;
import dcm.contract.view.IntentStatus;
import dcm.projection.rows.Row;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of the intent view. */
@Entity
@Table(name = "intent")
@SuppressWarnings("NullAway.Init") // the persistence provider fills the fields
public class IntentRow extends PanacheEntityBase implements Row {
    @Id
    public String id;

    public String owner;

    /** When the intent was recorded. Until the intent itself arrives: when its first event was decided. */
    public Instant at;

    /** Who requested it, such as {@code account/alice}. */
    public String actor;

    /** The network address of the client. */
    public @Nullable String origin;

    /** The id of the record that caused a follow-up intent; null for a request. */
    public @Nullable String cause;

    /** The handle or name that the request contains. */
    public @Nullable String target;

    /** Null until the intent itself arrives. */
    public @Nullable String kind;

    public @Nullable String fingerprint;
    public IntentStatus status;
    public @Nullable String container;
    public @Nullable ErrorCode problemCode;
    public @Nullable String problemDetail;

    /** The values that the violated rule compared, in JSON; null if there are none. */
    public @Nullable String problemNumbers;

    /** Why each host cannot run the requested container, in JSON; null if the problem has another reason. */
    public @Nullable String problemHosts;

    public @Nullable Instant recordedAt;
    public @Nullable Instant decidedAt;
    public @Nullable Instant endedAt;

    /**
     * The number of containers that the intent creates; null until that is decided, or if the intent creates at most
     * one.
     */
    public @Nullable Integer batch;

    /** With {@link #batch}: how many containers have an outcome. */
    public int outcomes;

    /** With {@link #batch}: how many containers failed. */
    public int failures;

    /** The sequence of the owner's newest event about the intent. */
    public @Nullable Long sequence;

    /** The intents with these ids, of any owner. */
    public static List<IntentRow> ofIds(Collection<String> ids) {
        return list("id in ?1", ids);
    }

    /**
     * Selects intents; a null field matches every intent.
     *
     * @param container an intent is selected if it is about this container
     */
    public record Filter(
            @Nullable String owner,
            @Nullable ContainerFilter container,
            @Nullable IntentStatus status,
            @Nullable Instant since) {}

    /**
     * A container of which intents are selected.
     *
     * @param names its name and SSH port, with which requests that were rejected refer to it
     */
    public record ContainerFilter(String id, Collection<String> names) {}

    /** The newest matching intents that are older than {@code before}. */
    public static List<IntentRow> page(Filter filter, @Nullable IntentRow before, int limit) {
        List<String> conditions = new ArrayList<>(List.of("kind is not null"));
        Map<String, Object> values = new HashMap<>();
        add(conditions, values, "owner = :owner", "owner", filter.owner());
        add(conditions, values, "status = :status", "status", filter.status());
        add(conditions, values, "at >= :since", "since", filter.since());
        if (filter.container() != null) {
            conditions.add("(container = :container or container is null and target in :names"
                    + " or id in (select m.intent from IntentMember m where m.container = :container))");
            values.put("container", filter.container().id());
            values.put("names", filter.container().names());
        }
        if (before != null) {
            conditions.add("(at < :at or at = :at and id < :id)");
            values.put("at", before.at);
            values.put("id", before.id);
        }
        return find(
                        String.join(" and ", conditions),
                        Sort.by("at").descending().and("id", Sort.Direction.Descending),
                        values)
                .page(0, limit)
                .list();
    }

    private static void add(
            List<String> conditions,
            Map<String, Object> values,
            String condition,
            String name,
            @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
    }

    /** Whether one of the owner's intents that are about no container names {@code target}. */
    public static boolean isNamed(String owner, String target) {
        return find("owner = ?1 and target = ?2 and container is null", owner, target)
                .page(0, 1)
                .firstResultOptional()
                .isPresent();
    }

    /** The owner's intent. Another owner's intent is not found. */
    public static Optional<IntentRow> find(String owner, String id) {
        return find("owner = ?1 and id = ?2", owner, id).firstResultOptional();
    }

    @Override
    public String group() {
        return id;
    }
}
