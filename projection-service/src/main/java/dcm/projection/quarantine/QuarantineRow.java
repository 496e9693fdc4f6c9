package dcm.projection.quarantine;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A record that could not be processed. Rows are kept when the record has left quarantine. */
@Entity
@Table(name = "quarantined_record")
@SuppressWarnings("NullAway.Init") // the persistence provider fills the fields
public class QuarantineRow extends PanacheEntityBase {
    /** What became of the record. */
    public enum State {
        /** These views could not read it, and admission has not put it into quarantine. */
        UNREAD,
        /** Admission could not process it. */
        QUARANTINED,
        RELEASED,
        DISCARDED
    }

    /** Where it is, as {@link dcm.contract.envelope.Position} is written. */
    @Id
    public String position;

    @Enumerated(EnumType.STRING)
    public State state;

    /** When its state last changed. */
    public Instant at;

    public @Nullable String recordKey;

    /** Its headers, in JSON. */
    public @Nullable String headers;

    /** Its value in base64; null where it is not kept. */
    public @Nullable String content;

    public String reason;

    /** The records in quarantine, the oldest first. */
    public static List<QuarantineRow> quarantined() {
        return list("state = ?1 order by at, position", State.QUARANTINED);
    }

    /** The record in quarantine at a position. */
    public static Optional<QuarantineRow> quarantined(String position) {
        return find("position = ?1 and state = ?2", position, State.QUARANTINED).firstResultOptional();
    }

    /** How many records these views could not read although admission could, perhaps. */
    public static long countUnread() {
        return count("state", State.UNREAD);
    }
}
