package dcm.projection.history;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event in the history of a container. */
@Entity
@Table(name = "container_event")
@IdClass(ContainerEventRow.Key.class)
@SuppressWarnings("NullAway.Init") // the persistence provider fills the fields
public class ContainerEventRow extends PanacheEntityBase {
    private static final String NEWEST_FIRST = " order by sequence desc";

    @Id
    public String owner;

    @Id
    public long sequence;

    public String container;

    /** The container's name after the event. */
    public String name;

    public Instant at;

    /** The stable type name of the event. */
    public String what;

    public @Nullable String detail;

    /** Who caused the event, such as {@code account/alice} or {@code host/n1}. */
    public String actor;

    /** The intent that the event is about; null if nobody has requested it. */
    public @Nullable String intent;

    /** The newest {@code limit} events of the container before {@code before}, the newest first. */
    public static List<ContainerEventRow> page(String owner, String container, long before, int limit) {
        return find(
                        "owner = :owner and container = :container and sequence < :before" + NEWEST_FIRST,
                        Map.of("owner", owner, "container", container, "before", before))
                .page(0, limit)
                .list();
    }

    /** The newest event about a container that had this name or has this id. */
    public static Optional<ContainerEventRow> newest(String owner, String nameOrId) {
        return find("owner = ?1 and (name = ?2 or container = ?2)" + NEWEST_FIRST, owner, nameOrId)
                .firstResultOptional();
    }

    /** The primary key. */
    public record Key(String owner, long sequence) implements Serializable {}
}
