package dcm.apigateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeptEventsTest {
    private final KeptEvents kept = new KeptEvents(3, 100);

    @Test
    void newestEventsAreKeptUpToTheirNumber() {
        for (int i = 1; i <= 4; i++) {
            add(i, 1);
        }

        assertThat(kept.contains("1")).isFalse();
        assertThat(kept.after("2")).extracting(ServerSentEvent::id).containsExactly("3", "4");
    }

    @Test
    void newestEventsAreKeptUpToTheirLength() {
        add(1, 60);
        add(2, 40);
        assertThat(kept.contains("1")).isTrue();

        add(3, 1);

        assertThat(kept.contains("1")).isFalse();
        assertThat(kept.contains("2")).isTrue();
    }

    @Test
    void eventThatIsTooLongIsNotKept() {
        add(1, 101);
        add(2, 100);

        assertThat(kept.contains("1")).isFalse();
        assertThat(kept.contains("2")).isTrue();
    }

    private void add(int id, int length) {
        kept.add(new ServerSentEvent("container", Integer.toString(id), "x".repeat(length)));
    }
}
