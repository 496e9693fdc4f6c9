package dcm.apigateway;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Limits the WebSockets of browser tabs: of all users, and of each user. Thread-safe. */
public final class SocketLimit {
    private final int most;
    private final int mostPerUser;
    private final Map<String, Integer> byUser = new HashMap<>();
    private int all;

    public SocketLimit(int most, int mostPerUser) {
        this.most = most;
        this.mostPerUser = mostPerUser;
    }

    /** Counts a WebSocket of this user, which must be released. Returns a problem instead if there are too many. */
    public synchronized Optional<GatewayProblem> reserve(String user) {
        int own = byUser.getOrDefault(user, 0);
        if (own >= mostPerUser) {
            return tooMany(
                    "Your account has " + mostPerUser + " live connections, which is the limit. Close a tab first.");
        }
        if (all >= most) {
            return tooMany("DCM has " + most + " live connections, which is the limit. Try again later.");
        }
        byUser.put(user, own + 1);
        all++;
        return Optional.empty();
    }

    /** The WebSocket is closed. */
    public synchronized void release(String user) {
        all--;
        byUser.computeIfPresent(user, (name, count) -> count > 1 ? count - 1 : null);
    }

    private static Optional<GatewayProblem> tooMany(String detail) {
        return Optional.of(new GatewayProblem(429, "too-many-live-connections", "Too many live connections", detail));
    }
}
