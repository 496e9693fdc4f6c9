package dcm.worker.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.report.AccountReport.HomesSeen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeMeterIT {
    private static final HostName N1 = new HostName("n1");
    private static final OwnerName ANN = new OwnerName("ann");

    @TempDir
    private Path root;

    @Test
    void whatIsOnTheDiskCountsAndNothingThatALinkLeadsTo() throws Exception {
        Path home = Files.createDirectories(root.resolve("ann/home"));
        Path elsewhere = Files.createDirectories(root.resolve("elsewhere"));
        write(elsewhere.resolve("large"), 40);
        write(home.resolve("mine"), 10);
        Files.createSymbolicLink(home.resolve("link"), elsewhere);

        assertThat(HomeMeter.mebibytes(root.resolve("ann"))).isBetween(10L, 12L);
    }

    @Test
    void onlyWhatHasChangedByEnoughIsTold() throws Exception {
        Path home = Files.createDirectories(root.resolve("ann/home"));
        Path elsewhere = Files.createDirectories(root.resolve("Not An Owner"));
        List<HomesSeen> told = new CopyOnWriteArrayList<>();
        HomeMeter meter = new HomeMeter(N1, root, Duration.ofMillis(50), (owner, measured) -> {
            assertThat(owner).isEqualTo(ANN);
            told.add(measured);
        });
        try (meter) {
            meter.start();
            await().until(() -> told.size() == 1);
            // Whole files come in at once: one that is half there may be told, and the rest of it is too little then.
            for (int mebibytes : new int[] {5, 30}) {
                Path written = elsewhere.resolve("file-" + mebibytes);
                write(written, mebibytes);
                Files.move(written, home.resolve(written.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
            await().until(() -> told.size() >= 2);
            await().until(() -> told.getLast().mebibytes() >= 30);
            assertThat(told).hasSizeLessThan(5);
        }
    }

    private static void write(Path file, int mebibytes) throws Exception {
        Files.write(file, new byte[mebibytes << 20]);
    }
}
