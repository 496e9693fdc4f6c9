package dcm.apigateway.live;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest events of a feed, up to a number of events and of characters. Not thread-safe. */
final class KeptEvents {
    private final int most;
    private final int mostCharacters;
    private final Deque<ServerSentEvent> events = new ArrayDeque<>();
    private int characters;

    KeptEvents(int most, int mostCharacters) {
        this.most = most;
        this.mostCharacters = mostCharacters;
    }

    void add(ServerSentEvent event) {
        events.addLast(event);
        characters += event.data().length();
        while (events.size() > most || characters > mostCharacters) {
            characters -= events.removeFirst().data().length();
        }
    }

    boolean contains(String id) {
        return events.stream().anyMatch(event -> id.equals(event.id()));
    }

    /** The kept events that follow the last one with this id. */
    List<ServerSentEvent> after(String id) {
        List<ServerSentEvent> all = List.copyOf(events);
        int next = all.size();
        while (next > 0 && !id.equals(all.get(next - 1).id())) {
            next--;
        }
        return all.subList(next, all.size());
    }
}
