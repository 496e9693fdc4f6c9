package dcm.projection.intent;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An intent in the view. */
@Entity
@Table(name = "intent")
@SuppressWarnings("NullAway.Init") // the persistence provider fills the fields
public class IntentRow extends PanacheEntityBase {
    @Id
    public String id;

    public String owner;

    /** Null while an event about it came here before the intent itself. */
    public @Nullable String kind;

    public @Nullable String fingerprint;
    public String status;
    public @Nullable String container;
    public @Nullable String problemCode;
    public @Nullable String problemDetail;
    public @Nullable Instant recordedAt;
    public @Nullable Instant decidedAt;
    public @Nullable Instant endedAt;

    /** How many containers it makes, once that is decided; null: it is not about several. */
    public @Nullable Integer batch;

    /** Of several containers: how many have an outcome. */
    public int outcomes;

    /** Of several containers: how many could not be made. */
    public int failures;

    /** The owner's newest event that is about it. */
    public @Nullable Long sequence;

    /** The owner's intent, with somebody else's not found. */
    public static Optional<IntentRow> find(String owner, String id) {
        return find("owner = ?1 and id = ?2", owner, id).firstResultOptional();
    }
}
