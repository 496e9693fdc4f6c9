package dcm.projection.intent;

import dcm.contract.event.ContainerEvent;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.ContainerEvent.Outcome;
import dcm.contract.problem.ErrorCode;
import dcm.contract.view.IntentStatus;
import dcm.projection.rows.Row;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of several containers that one intent creates. */
@Entity
@Table(name = "intent_member")
@IdClass(IntentMember.Key.class)
@SuppressWarnings("NullAway.Init") // the persistence provider fills the fields
public class IntentMember extends PanacheEntityBase implements Row {
    @Id
    public String intent;

    @Id
    public String container;

    /** The sequence of the event that first placed the container. */
    public long sequence;

    public String name;
    public IntentStatus status;
    public @Nullable ErrorCode problemCode;
    public @Nullable String problemDetail;

    /** The containers of an intent, in the order of their placement. */
    public static List<IntentMember> of(String intent) {
        return list("intent = ?1 order by sequence", intent);
    }

    /** The containers of these intents, in the order of their placement. */
    public static List<IntentMember> ofIntents(Collection<String> intents) {
        return list("intent in ?1 order by intent, sequence", intents);
    }

    static IntentMember placed(String intent, long sequence, ContainerPlaced placed) {
        IntentMember member = new IntentMember();
        member.intent = intent;
        member.container = placed.container().value();
        member.sequence = sequence;
        member.name = placed.name().value();
        member.status = IntentStatus.ACCEPTED;
        return member;
    }

    void advance(ContainerEvent event) {
        if (event instanceof OperationFailed failed) {
            status = IntentStatus.FAILED;
            problemCode = failed.code();
            problemDetail = failed.detail();
        } else if (event instanceof Outcome) {
            status = IntentStatus.DONE;
        }
    }

    /** The primary key. */
    public record Key(String intent, String container) implements Serializable {}

    @Override
    public String group() {
        return intent;
    }

    @Override
    public Object key() {
        return container;
    }
}
