package dcm.projection.home;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A row of the home view: the size of an owner's homes on one host. */
@Entity
@Table(name = "home")
@IdClass(HomeRow.Key.class)
@SuppressWarnings("NullAway.Init") // the persistence provider fills the fields
public class HomeRow extends PanacheEntityBase {
    @Id
    public String owner;

    @Id
    public String host;

    public long mebibytes;

    /** Whether the filesystem enforces the owner's quota on this host. */
    public boolean enforced;

    /** The primary key. */
    public record Key(String owner, String host) implements Serializable {}

    /**
     * The sizes of homes by owner.
     *
     * @param owners null: all
     */
    public static Map<String, List<HomeRow>> byOwner(@Nullable Collection<String> owners) {
        Stream<HomeRow> rows =
                (owners == null ? HomeRow.<HomeRow>listAll() : HomeRow.<HomeRow>list("owner in ?1", owners)).stream();
        return rows.collect(Collectors.groupingBy(row -> row.owner));
    }

    /** The hosts on which an owner has homes. */
    public static List<String> hosts(String owner) {
        return HomeRow.<HomeRow>list("owner", owner).stream()
                .map(row -> row.host)
                .toList();
    }
}
