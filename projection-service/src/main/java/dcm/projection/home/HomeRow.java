package dcm.projection.home;

import dcm.contract.quota.Resource;
import dcm.contract.quota.Use;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** What is in an owner's homes on one host. */
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

    /** The primary key. */
    public record Key(String owner, String host) implements Serializable {}

    /** What counts of an owner's homes against her quota. */
    public static Use use(String owner) {
        long all = HomeRow.<HomeRow>list("owner", owner).stream()
                .mapToLong(row -> row.mebibytes)
                .sum();
        return Use.of(Resource.HOME_MIB, all);
    }
}
