package dcm.projection.change;

import dcm.contract.identity.OwnerName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The clients that see the same changes, and the recent changes, so that a client can resume after a short interruption. Each audience numbers its
 * own events, so that an id says nothing about other owners. Not thread-safe.
 */
final class Audience {
    /** How long a client can be disconnected and still resume. */
    static final Duration RESUME_WINDOW = Duration.ofMinutes(2);

    private static final Pattern ID = Pattern.compile("([0-9a-z]{1,13})-([0-9]{1,18})");

    private final String epoch;
    private final int mostCharacters;
    private final Deque<RecentEvent> recent = new ArrayDeque<>();
    private final Set<Follower> followers = new LinkedHashSet<>();
    private int characters;
    private long lastNumber;
    private long lastDroppedNumber;
    private Instant lastFollowed;

    /** A recent event. */
    private record RecentEvent(long number, Instant at, LiveEvent event) {}

    /**
     * @param epoch different for each audience that ever existed, so that ids are not confused
     * @param mostCharacters the maximum number of characters of the recent events
     */
    Audience(String epoch, int mostCharacters, Instant now) {
        this.epoch = epoch;
        this.mostCharacters = mostCharacters;
        this.lastFollowed = now;
    }

    /** Adds a client. It first gets {@code ready}, then what it missed since {@code lastEventId}, or {@code reset}. */
    void add(Follower follower, @Nullable String lastEventId, Instant now) {
        Optional<List<LiveEvent>> missed = lastEventId == null
                ? Optional.of(List.of())
                : after(lastEventId).filter(follower::hasRoomFor);
        followers.add(follower); // before the first event, whose delivery may already end the stream
        boolean resumes = lastEventId != null && missed.isPresent();
        follower.deliver(LiveEvent.ready(resumes ? String.valueOf(lastEventId) : id(), now));
        missed.ifPresentOrElse(
                events -> events.forEach(follower::deliver),
                () -> follower.deliver(LiveEvent.timed(id(), LiveEvent.RESET, now)));
    }

    void remove(Follower follower, Instant now) {
        if (followers.remove(follower)) {
            lastFollowed = now;
        }
    }

    /** The events after an id; empty if they are not known. */
    private Optional<List<LiveEvent>> after(String id) {
        Matcher parts = ID.matcher(id);
        if (!parts.matches() || !parts.group(1).equals(epoch)) {
            return Optional.empty();
        }
        long number = Long.parseLong(parts.group(2));
        if (number < lastDroppedNumber || number > lastNumber) {
            return Optional.empty();
        }
        return Optional.of(recent.stream()
                .filter(recentEvent -> recentEvent.number() > number)
                .map(RecentEvent::event)
                .toList());
    }

    /** Publishes a change to all clients. */
    void publish(String name, String data, Instant now) {
        lastNumber++;
        LiveEvent event = new LiveEvent(id(), name, data);
        recent.addLast(new RecentEvent(lastNumber, now, event));
        characters += event.size();
        while (recent.size() > Follower.CAPACITY || characters > mostCharacters) {
            dropFirst();
        }
        deliver(event);
    }

    /** Makes all clients reload, also those that reconnect later. */
    void reset(Instant now) {
        lastNumber++;
        recent.clear();
        characters = 0;
        lastDroppedNumber = lastNumber;
        deliver(LiveEvent.timed(id(), LiveEvent.RESET, now));
    }

    /** Confirms to all clients that they have every change so far, and forgets old changes. */
    void heartbeat(Instant now) {
        while (!recent.isEmpty() && recent.getFirst().at().plus(RESUME_WINDOW).isBefore(now)) {
            dropFirst();
        }
        deliver(LiveEvent.timed(id(), LiveEvent.HEARTBEAT, now));
    }

    private void dropFirst() {
        RecentEvent first = recent.removeFirst();
        lastDroppedNumber = first.number();
        characters -= first.event().size();
    }

    /** Whether nobody follows, and nobody can resume any more. */
    boolean isExpired(Instant now) {
        return followers.isEmpty() && lastFollowed.plus(RESUME_WINDOW).isBefore(now);
    }

    /** Ends the streams of those clients. */
    void end(Predicate<OwnerName> whose) {
        List.copyOf(followers).stream()
                .filter(follower -> whose.test(follower.account()))
                .forEach(Follower::close);
    }

    int size() {
        return followers.size();
    }

    private void deliver(LiveEvent event) {
        new ArrayList<>(followers)
                .forEach(follower -> follower.deliver(event)); // one whose permission has ended is removed meanwhile
    }

    private String id() {
        return epoch + "-" + lastNumber;
    }
}
