package dcm.projection.container;

import dcm.contract.identity.Settings;
import dcm.contract.view.ContainerViewState;
import dcm.projection.container.ContainerFilter.Condition;
import dcm.projection.rows.Row;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.jpa.HibernateHints;
import org.jspecify.annotations.Nullable;

/** A row of the container view. */
@Entity
@Table(name = "container")
@SuppressWarnings("NullAway.Init") // the persistence provider fills the fields
public class ContainerRow extends PanacheEntityBase implements Row {
    @Id
    public String id;

    public String owner;
    public String name;
    public String image;
    public String digest;
    public String host;
    public int milliCpus;
    public int memoryMib;
    public int pids;
    public @Nullable Integer diskMib;
    public @Nullable Long diskUsedMib;

    // What counts against the owner's quota. Resources from a preset do not count.
    public int countedMilliCpus;
    public int countedMemoryMib;
    public int countedPids;
    public int countedPorts;

    /** The displayed state: the container's own, or the operation in progress. */
    public ContainerViewState state;

    /** The last reported state. */
    public ContainerViewState settled;

    /** The number of the newest order. */
    public int ordered;

    @Convert(converter = SettingsColumn.class)
    public Settings settings;

    /** The column of {@link #settings} as text, for conditions. */
    @Column(name = "settings", insertable = false, updatable = false)
    public String settingsJson;

    public @Nullable String preset;
    public @Nullable Integer presetVersion;
    public @Nullable String reason;
    public @Nullable Integer exitCode;
    public boolean outOfMemory;
    public @Nullable String sshAddress;
    public @Nullable Integer sshPort;
    public @Nullable String hostKey;
    public Instant createdAt;
    public Instant changedAt;
    public @Nullable Instant startedAt;
    public long sequence;

    /** The selected containers: at most {@code limit}, starting after {@code after}. */
    public static List<ContainerRow> page(
            ContainerFilter filter, ContainerSort sort, @Nullable Cursor after, int limit) {
        Condition condition = filter.condition();
        if (after != null) {
            String than = sort.descending() ? "<" : ">";
            condition.add(
                    "(%1$s %2$s :value or %1$s = :value and id %2$s :last)".formatted(sort.column(), than),
                    "value",
                    sort.value(after));
            condition.values().put("last", after.id());
        }
        String order = " order by %1$s %2$s, id %2$s".formatted(sort.column(), sort.direction());
        return find(condition.text() + order, condition.values())
                .withHint(HibernateHints.HINT_READ_ONLY, true) // or Hibernate keeps a second copy of each row
                .page(0, limit)
                .list();
    }

    /** The cursor of the page that starts after this row. */
    public Cursor cursor(ContainerSort sort) {
        String value = switch (sort.by()) {
            case CREATED -> createdAt.toString();
            case NAME -> name;
            case STATE -> state.value();
            case IMAGE -> image;
            case HOST -> host;
            case ACCOUNT -> owner;
        };
        return new Cursor(value, id);
    }

    /** The number of selected containers. */
    public static long count(ContainerFilter filter) {
        Condition condition = filter.condition();
        return count(condition.text(), condition.values());
    }

    /** The containers of all owners on a host, by id: at most {@code limit} after the id {@code after}. */
    public static List<ContainerRow> onHost(String host, String after, int limit) {
        return find("host = ?1 and id > ?2 order by id", host, after)
                .withHint(HibernateHints.HINT_READ_ONLY, true)
                .page(0, limit)
                .list();
    }

    /** The containers with these ids, of any owner. */
    public static List<ContainerRow> ofIds(Collection<String> ids) {
        return list("id in ?1", ids);
    }

    public static List<ContainerRow> all(String owner) {
        return list("owner", owner);
    }

    @Override
    public String group() {
        return id;
    }
}
