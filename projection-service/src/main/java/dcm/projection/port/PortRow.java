package dcm.projection.port;

import dcm.contract.identity.PublishedPort;
import dcm.projection.rows.Row;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** A row of the port view: one published port. */
@Entity
@Table(name = "port")
@IdClass(PortRow.Key.class)
@SuppressWarnings("NullAway.Init") // the persistence provider fills the fields
public class PortRow extends PanacheEntityBase implements Row {
    @Id
    public String container;

    @Id
    public int number;

    @Id
    public String protocol;

    public String owner;
    public String address;
    public Instant since;

    /** The primary key. */
    public record Key(String container, int number, String protocol) implements Serializable {}

    /** The owner's ports, by number. */
    public static List<PortRow> of(String owner) {
        return list("owner = ?1 order by number, protocol, address", owner);
    }

    /** The ports of one container. */
    public static List<PortRow> ofContainer(String container) {
        return list("container = ?1 order by number, protocol", container);
    }

    /** The ports of these containers. */
    public static List<PortRow> ofContainers(Collection<String> containers) {
        return list("container in ?1 order by container, number, protocol", containers);
    }

    boolean is(PublishedPort port) {
        return number == port.port().number().value()
                && protocol.equals(port.port().protocol().toString())
                && address.equals(port.address());
    }

    @Override
    public String group() {
        return container;
    }

    @Override
    public Object key() {
        return new Key(container, number, protocol);
    }
}
