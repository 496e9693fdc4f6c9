package dcm.projection.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.projection.change.AffectedViews;
import dcm.projection.change.ChangedView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ViewNoticeTest {
    private static final TopicPartition P3 = new TopicPartition("dcm.events", 3);

    @Test
    void batchIsReadAsItWasSent() {
        List<ChangedView> changed = List.of(
                AffectedViews.ofIntent(new OwnerName("alice"), "019ab2d4-3c1e-7b52-a1de-0f3c55e0a7c1"),
                ChangedView.host(new HostName("n1")));

        List<ViewNotice> read = ViewNotice.ofBatch("me", Map.of(P3, 17L), changed).stream()
                .map(notice -> ViewNotice.parse(notice.text()))
                .toList();

        assertThat(read).extracting(ViewNotice::from).containsOnly("me");
        assertThat(read.getFirst().views()).isEqualTo(changed);
        assertThat(read.getLast().reached()).isEqualTo(Map.of(P3, 17L));
        assertThat(read).extracting(ViewNotice::current).containsOnlyNulls();
    }

    @Test
    void announcementNamesThePartitions() {
        ViewNotice read = ViewNotice.parse(
                ViewNotice.ofAnnouncement("me", List.of(P3), false).text());

        assertThat(read.reached().keySet()).containsExactly(P3);
        assertThat(read.current()).isFalse();
    }

    @Test
    void noNoticeIsLongerThanPostgresPermits() {
        OwnerName longest = new OwnerName("a".repeat(31));
        Map<TopicPartition, Long> positions = new java.util.HashMap<>();
        for (String topic : List.of("dcm.intents", "dcm.events")) {
            IntStream.range(0, 24).forEach(p -> positions.put(new TopicPartition(topic, p), Long.MAX_VALUE));
        }
        List<ChangedView> changed = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            changed.add(new ChangedView(ChangedView.Kind.IMAGE_USE, longest, "sha256:" + "%064d".formatted(i)));
        }

        List<ViewNotice> notices = ViewNotice.ofBatch("0".repeat(36), positions, changed);

        assertThat(notices.stream().flatMap(notice -> notice.views().stream())).isEqualTo(changed);
        assertThat(notices).allMatch(notice -> notice.text().getBytes(StandardCharsets.UTF_8).length < 8_000);
    }
}
