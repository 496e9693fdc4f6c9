package dcm.projection.change;

import dcm.contract.identity.OwnerName;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The audience of each owner's changes, and the administrators, who see all changes. Not thread-safe. */
final class Audiences {
    /** Large enough for several intents about many containers, each of more than 100,000 characters. */
    private static final int CHARACTERS_OF_OWNER = 512 * 1024;

    private static final int CHARACTERS_OF_ALL = 4 * 1024 * 1024;

    private final Map<OwnerName, Audience> owners = new HashMap<>();
    private @Nullable Audience administrators;
    private long created;

    /** @param started distinguishes the ids from those of earlier processes */
    Audiences(Instant started) {
        created = started.toEpochMilli();
    }

    /**
     * The maximum number of characters that are kept for a client.
     *
     * @param all whether it follows all owners
     */
    static int mostCharacters(boolean all) {
        return all ? CHARACTERS_OF_ALL : CHARACTERS_OF_OWNER;
    }

    void add(Follower follower, boolean all, @Nullable String lastEventId, Instant now) {
        Audience audience = all ? administrators : owners.get(follower.account());
        if (audience == null) {
            audience = new Audience(Long.toString(++created, Character.MAX_RADIX), mostCharacters(all), now);
            if (all) {
                administrators = audience;
            } else {
                owners.put(follower.account(), audience);
            }
        }
        audience.add(follower, lastEventId, now);
    }

    void remove(Follower follower, Instant now) {
        each(audience -> audience.remove(follower, now));
    }

    /** Ends the streams of these accounts. */
    void end(Predicate<OwnerName> whose) {
        each(audience -> audience.end(whose));
    }

    void reset(Instant now) {
        each(audience -> audience.reset(now));
    }

    void heartbeat(Instant now) {
        each(audience -> audience.heartbeat(now));
    }

    /** Forgets audiences that nobody belongs to any more. */
    void forget(Instant now) {
        owners.values().removeIf(audience -> audience.isExpired(now));
        if (administrators != null && administrators.isExpired(now)) {
            administrators = null;
        }
    }

    boolean isEmpty() {
        return owners.isEmpty() && administrators == null;
    }

    /** The number of clients. */
    int size() {
        return owners.values().stream().mapToInt(Audience::size).sum()
                + (administrators == null ? 0 : administrators.size());
    }

    private void each(Consumer<Audience> action) {
        owners.values().forEach(action);
        if (administrators != null) {
            action.accept(administrators);
        }
    }

    /** Whether a client follows the views of an owner, or can resume; null: the views of administrators only. */
    boolean hasFollowersOf(@Nullable OwnerName owner) {
        return administrators != null || owner != null && owners.containsKey(owner);
    }

    void publish(ViewChange change, Instant now) {
        OwnerName owner = change.owner();
        @Nullable Audience own = owner == null ? null : owners.get(owner);
        if (own != null) {
            own.publish(change.event(), change.document(), now);
        }
        if (administrators != null) {
            administrators.publish(change.event(), named(change), now);
        }
    }

    /** The document with the account that it belongs to. */
    private static String named(ViewChange change) {
        return change.owner() == null
                ? change.document()
                : "{\"account\":\"" + change.owner() + "\"," + change.document().substring(1);
    }
}
