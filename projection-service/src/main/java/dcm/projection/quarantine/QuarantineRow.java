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

/**
 * A row of the quarantine view: a record that could not be processed. The row stays after the record is released or
 * discarded.
 */
@Entity
@Table(name = "quarantined_record")
@SuppressWarnings("NullAway.Init") // the persistence provider fills the fields
public class QuarantineRow extends PanacheEntityBase {
    /** What happened to the record. */
    public enum State {
        /** The views cannot read the record, but admission has not quarantined it. */
        UNREAD,
        /** Admission cannot process the record. */
        QUARANTINED,
        RELEASED,
        DISCARDED
    }

    /** The topic, partition and offset, in the text format of {@link dcm.contract.envelope.LogPosition}. */
    @Id
    public String position;

    @Enumerated(EnumType.STRING)
    public State state;

    /** When the state last changed. */
    public Instant at;

    public @Nullable String recordKey;

    /** The headers in JSON. */
    public @Nullable String headers;

    /** The value in base64; null if it was not stored. */
    public @Nullable String content;

    public String reason;

    /** The records in quarantine, oldest first. */
    public static List<QuarantineRow> quarantined() {
        return list("state = ?1 order by at, position", State.QUARANTINED);
    }

    /** The quarantined record at a position. */
    public static Optional<QuarantineRow> quarantined(String position) {
        return find("position = ?1 and state = ?2", position, State.QUARANTINED).firstResultOptional();
    }

    /** The number of records that the views cannot read and admission has not quarantined. */
    public static long countUnread() {
        return count("state", State.UNREAD);
    }
}
