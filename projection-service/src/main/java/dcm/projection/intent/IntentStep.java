package dcm.projection.intent;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event about an intent, as a step of its progress. */
@Entity
@IdClass(IntentStep.Key.class)
@SuppressWarnings("NullAway.Init") // the persistence provider fills the fields
public class IntentStep extends PanacheEntityBase {
    @Id
    public String intent;

    @Id
    public long sequence;

    public Instant at;
    public String what;
    public @Nullable String detail;

    /** The id of the container that the event is about. */
    public @Nullable String container;

    /** The steps of an intent, oldest first. */
    public static List<IntentStep> of(String intent) {
        return list("intent = ?1 order by sequence", intent);
    }

    /** The steps of these intents, oldest first. */
    public static List<IntentStep> ofIntents(Collection<String> intents) {
        return list("intent in ?1 order by intent, sequence", intents);
    }

    /** The primary key. */
    public record Key(String intent, long sequence) implements Serializable {}
}
