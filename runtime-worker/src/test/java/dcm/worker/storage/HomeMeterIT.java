package dcm.worker.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.report.AccountReport.HomeSizeReported;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeMeterIT {
    private static final HostName N1 = new HostName("n1");
    private static final OwnerName ANN = new OwnerName("ann");

    @TempDir
    private Path root;

    @Test
    void filesAreCountedAndLinkTargetsAreNot() throws Exception {
        Path home = Files.createDirectories(root.resolve("ann/home"));
        Path elsewhere = Files.createDirectories(root.resolve("elsewhere"));
        write(elsewhere.resolve("large"), 40);
        write(home.resolve("mine"), 10);
        Files.createSymbolicLink(home.resolve("link"), elsewhere);

        assertThat(HomeMeter.mebibytes(root.resolve("ann"))).isBetween(10L, 12L);
    }

    @Test
    void onlySignificantChangesAreReported() throws Exception {
        Path home = Files.createDirectories(root.resolve("ann/home"));
        Files.createDirectories(root.resolve("Not An Owner"));
        List<HomeSizeReported> reported = new ArrayList<>();
        HomeMeter meter = new HomeMeter(N1, root, FilesystemQuotas.none(), (owner, measured) -> {
            assertThat(owner).isEqualTo(ANN);
            reported.add((HomeSizeReported) measured);
        });
        meter.measure();
        write(home.resolve("little"), 5);
        meter.measure();
        assertThat(reported).hasSize(1);

        write(home.resolve("much"), 30);
        meter.measure();
        meter.measure();
        assertThat(reported).hasSize(2);
        assertThat(reported.getLast().mebibytes()).isBetween(35L, 37L);
    }

    @Test
    void unchangedSizeIsReportedAgainAfterAnHour() throws Exception {
        Files.createDirectories(root.resolve("ann/home"));
        List<HomeSizeReported> reported = new ArrayList<>();
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-29T06:00:00Z"));
        HomeMeter meter = new HomeMeter(
                N1,
                root,
                FilesystemQuotas.none(),
                (owner, measured) -> reported.add((HomeSizeReported) measured),
                now::get);

        meter.measure();
        now.set(now.get().plus(Duration.ofMinutes(59)));
        meter.measure();
        assertThat(reported).hasSize(1);

        now.set(now.get().plus(Duration.ofMinutes(1)));
        meter.measure();
        assertThat(reported).hasSize(2);
    }

    @Test
    void requestGetsTheCurrentSize() throws Exception {
        Path home = Files.createDirectories(root.resolve("ann/home"));
        List<HomeSizeReported> reported = new CopyOnWriteArrayList<>();
        HomeMeter meter = new HomeMeter(
                N1, root, FilesystemQuotas.none(), (owner, measured) -> reported.add((HomeSizeReported) measured));
        meter.measure();
        write(home.resolve("much"), 30);

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(meter.measureNow(ANN).orElseThrow().mebibytes())
                                .isBetween(30L, 32L));
        write(home.resolve("more"), 30);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(meter.measureNow(ANN).orElseThrow().mebibytes())
                                .isBetween(60L, 62L));
        assertThat(reported).extracting(HomeSizeReported::mebibytes).hasSize(3).isSorted();
    }

    @Test
    void requestOfAnOwnerWithoutHomesGetsNoSize() throws Exception {
        HomeMeter meter = new HomeMeter(N1, root, FilesystemQuotas.none(), (owner, measured) -> {
            throw new AssertionError("reported");
        });

        assertThat(meter.measureNow(ANN)).isEmpty();
        Files.createSymbolicLink(root.resolve("ann"), root);
        assertThat(meter.measureNow(ANN)).isEmpty();
    }

    private static void write(Path file, int mebibytes) throws Exception {
        Files.write(file, new byte[mebibytes << 20]);
    }
}
