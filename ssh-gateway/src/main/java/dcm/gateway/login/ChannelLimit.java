package dcm.gateway.login;

import dcm.contract.identity.OwnerName;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.session.Session;

/** Limits the open channels per account and per connection, because each uses memory. Thread-safe. */
@Singleton
public class ChannelLimit {
    private static final int MAX_OF_ACCOUNT = 150;
    private static final int MAX_OF_CONNECTION = 50;

    private final Map<OwnerName, Integer> byAccount = new ConcurrentHashMap<>();
    private final Map<Session, Integer> byConnection = new ConcurrentHashMap<>();

    ChannelLimit(MeterRegistry metrics) {
        metrics.gauge("dcm.gateway.channels", byAccount, ChannelLimit::sum);
    }

    private static int sum(Map<OwnerName, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The message for a user with too many channels. */
    public static String refusal() {
        return "Too many open channels: at most %d on one connection and %d on all connections."
                .formatted(MAX_OF_CONNECTION, MAX_OF_ACCOUNT);
    }

    /** Counts a channel until it is closed; false if the limit is reached. */
    public boolean open(AuthenticatedUser person, Channel channel) {
        Session session = channel.getSession();
        int ofAccount = add(byAccount, person.account());
        int ofConnection = add(byConnection, session);
        boolean room = ofAccount <= MAX_OF_ACCOUNT && ofConnection <= MAX_OF_CONNECTION;
        if (room) {
            channel.addCloseFutureListener(closed -> subtract(person.account(), session));
        } else {
            subtract(person.account(), session);
        }
        return room;
    }

    private static <K> int add(Map<K, Integer> counts, K key) {
        return counts.merge(key, 1, Integer::sum);
    }

    private void subtract(OwnerName account, Session session) {
        byAccount.computeIfPresent(account, (name, count) -> count == 1 ? null : count - 1);
        byConnection.computeIfPresent(session, (connection, count) -> count == 1 ? null : count - 1);
    }
}
