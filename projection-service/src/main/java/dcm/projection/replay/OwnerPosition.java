package dcm.projection.replay;

import dcm.projection.rows.Row;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** The sequence of an owner's newest event in the views. */
@Entity
@SuppressWarnings("NullAway.Init") // the persistence provider fills the fields
public class OwnerPosition extends PanacheEntityBase implements Row {
    @Id
    public String owner;

    public long sequence;

    @Override
    public String group() {
        return owner;
    }
}
