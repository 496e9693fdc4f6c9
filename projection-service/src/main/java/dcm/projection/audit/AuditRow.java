package dcm.projection.audit;

import dcm.contract.problem.ErrorCode;
import dcm.contract.view.AuditResult;
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
import org.jspecify.annotations.Nullable;

/** A row of the audit view: a user's intent, or an event that admission created without an intent. */
@Entity
@Table(name = "audit")
@SuppressWarnings("NullAway.Init") // the persistence provider fills the fields
public class AuditRow extends PanacheEntityBase implements Row {
    /** The id of the intent, or of the event if there is no intent. */
    @Id
    public String id;

    /** When the intent was recorded. Until the intent itself arrives: when its first event was decided. */
    public Instant at;

    public String actor;

    /** The account that the intent affects; null if it affects none. */
    public @Nullable String account;

    /** The host, group, preset, base image or record that the intent affects; null for intents about an account. */
    public @Nullable String subject;

    /** The type of the intent; null until the intent itself arrives. */
    public @Nullable String action;

    /** The recorded intent in JSON. */
    public @Nullable String request;

    public @Nullable String origin;
    public AuditResult result;
    public @Nullable ErrorCode problemCode;
    public @Nullable String problemDetail;
    public @Nullable Instant endedAt;

    /** Selects entries; a null field matches every entry. */
    public record Filter(
            @Nullable String actor,
            @Nullable String account,
            @Nullable String subject,
            @Nullable String action,
            @Nullable AuditResult result,
            @Nullable Instant since,
            @Nullable Instant until) {}

    /** The entries with these ids, without follow-up steps of admission. */
    public static List<AuditRow> ofIds(Collection<String> ids) {
        return list("action is not null and id in ?1", ids);
    }

    /** The newest matching entries that are older than {@code before}. */
    public static List<AuditRow> page(Filter filter, @Nullable AuditRow before, int limit) {
        List<String> conditions =
                new ArrayList<>(List.of("action is not null")); // leaves out follow-up steps of admission
        Map<String, Object> values = new HashMap<>();
        add(conditions, values, "actor = :actor", "actor", filter.actor());
        add(conditions, values, "account = :account", "account", filter.account());
        add(conditions, values, "subject = :subject", "subject", filter.subject());
        add(conditions, values, "action = :action", "action", filter.action());
        add(conditions, values, "result = :result", "result", filter.result());
        add(conditions, values, "at >= :since", "since", filter.since());
        add(conditions, values, "at < :until", "until", filter.until());
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

    @Override
    public String group() {
        return id;
    }
}
