package dcm.gateway.login;

import dcm.contract.identity.OwnerName;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.channel.Channel;

/** How many channels of their connections people have open; each holds memory of the gateway. Thread-safe. */
@Singleton
public class Channels {
    /** Of one account. */
    public static final int MOST = 150;

    private final Map<OwnerName, Integer> open = new ConcurrentHashMap<>();

    /** Counts a channel until it is closed; false if there are too many. */
    public boolean open(OwnerName account, Channel channel) {
        if (open.merge(account, 1, Integer::sum) > MOST) {
            close(account);
            return false;
        }
        channel.addCloseFutureListener(closed -> close(account));
        return true;
    }

    private void close(OwnerName account) {
        open.computeIfPresent(account, (name, count) -> count == 1 ? null : count - 1);
    }
}
