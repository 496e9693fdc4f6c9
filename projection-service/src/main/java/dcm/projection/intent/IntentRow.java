package dcm.projection.intent;

import dcm.contract.problem.ErrorCode;
import dcm.contract.view.IntentStatus;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of the intent view. */
@Entity
@Table(name = "intent")
@SuppressWarnings("NullAway.Init") // the persistence provider fills the fields
public class IntentRow extends PanacheEntityBase {
    @Id
    public String id;

    public String owner;

    /** Null until the intent itself arrives. */
    public @Nullable String kind;

    public @Nullable String fingerprint;
    public IntentStatus status;
    public @Nullable String container;
    public @Nullable ErrorCode problemCode;
    public @Nullable String problemDetail;
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

    /** The owner's intent. Another owner's intent is not found. */
    public static Optional<IntentRow> find(String owner, String id) {
        return find("owner = ?1 and id = ?2", owner, id).firstResultOptional();
    }
}
