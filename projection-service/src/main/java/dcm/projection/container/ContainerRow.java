package dcm.projection.container;

import dcm.contract.identity.Settings;
import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.view.ContainerViewState;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of the container view. */
@Entity
@Table(name = "container")
@SuppressWarnings("NullAway.Init") // the persistence provider fills the fields
public class ContainerRow extends PanacheEntityBase {
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

    /** The owner's containers, newest first: at most {@code limit}, starting after {@code after}. */
    public static List<ContainerRow> page(String owner, @Nullable Cursor after, int limit) {
        String order = " order by createdAt desc, id desc";
        return after == null
                ? find("owner = ?1" + order, owner).page(0, limit).list()
                : find(
                                "owner = :owner and (createdAt < :at or createdAt = :at and id < :id)" + order,
                                Map.of("owner", owner, "at", after.createdAt(), "id", after.id()))
                        .page(0, limit)
                        .list();
    }

    /** What counts against the owner's quota. */
    public ResourceUsage use() {
        boolean running = settled.isRunning() || state.isBecomingRunning();
        return new ResourceUsage(Map.of(
                Resource.CONTAINERS, 1L,
                Resource.RUNNING, running ? 1L : 0L,
                Resource.MILLI_CPUS, (long) countedMilliCpus,
                Resource.MEMORY_MIB, (long) countedMemoryMib,
                Resource.PIDS, (long) countedPids,
                Resource.PORTS, (long) countedPorts));
    }

    /** The containers of all owners on a host. */
    public static List<ContainerRow> onHost(String host) {
        return list("host", host);
    }

    public static List<ContainerRow> all(String owner) {
        return list("owner", owner);
    }
}
