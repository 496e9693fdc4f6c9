package dcm.worker.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.desired.DesiredAccount.HomesCopy;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.report.AccountReport.HomesUnreadable;
import dcm.contract.report.Report;
import dcm.rest.stream.StreamedResponse.Source;
import dcm.worker.storage.Homes.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Homes that are sent to another host, with the real tar. Needs root, to change owners. */
class HomesDepartureIT {
    private static final OwnerName ANN = new OwnerName("ann");
    private static final HostName N1 = new HostName("n1");
    private static final HomesCopy COPY =
            new HomesCopy(new IntentId("019ab2d4-3c1e-7b52-a1de-0f3c55e0a7c1"), N1, new HostName("n2"), 1);

    @TempDir
    private Path root;

    private final List<Report> reported = new ArrayList<>();
    private Homes homes;
    private HomesDeparture departure;

    @BeforeEach
    void createHost() {
        homes = new Homes(root, 100_000, 100_001, FilesystemQuotas.none());
        departure = new HomesDeparture(N1, homes, (owner, report) -> reported.add(report));
    }

    @Test
    void sentHomesAreNotReported() throws Exception {
        homes.ensure(ANN);

        assertThat(sendAll()).isPositive();

        assertThat(reported).isEmpty();
    }

    @Test
    void homesThatAreMissingAreReported() {
        assertThatThrownBy(() -> departure.send(ANN, COPY)).isInstanceOf(IOException.class);

        assertThat(onlyReport().detail()).isEqualTo("there is no directory " + root.resolve("ann"));
    }

    @Test
    void homesThatTarCannotReadAreReportedWithItsReason() throws Exception {
        Files.delete(homes.ensure(ANN).root());

        assertThatThrownBy(this::sendAll).isInstanceOf(HomesUnreadableException.class);

        assertThat(onlyReport().move()).isEqualTo(COPY.move());
        assertThat(onlyReport().detail())
                .startsWith("tar ended with status 2: tar: root: ")
                .doesNotContain("\n");
    }

    /** 127: nice or setpriv cannot start tar; 137: it was killed. */
    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "126, false", "127, false", "137, false"})
    void onlyStatusesOfTarMeanThatTheHomesCannotBeRead(int status, boolean isUnreadable) throws Exception {
        try (Source archive = HomesArchive.of(new ProcessBuilder("sh", "-c", "exit " + status).start())) {
            assertThatThrownBy(() -> readAll(archive))
                    .hasMessageStartingWith("tar ended with status " + status)
                    .satisfies(failure -> assertThat(failure instanceof HomesUnreadableException)
                            .isEqualTo(isUnreadable));
        }
    }

    @Test
    void archiveThatTheReceiverClosesIsNotReported() throws Exception {
        Home home = homes.ensure(ANN);
        Files.write(home.user().resolve("thesis"), new byte[8 << 20]);

        Source archive = departure.send(ANN, COPY);
        archive.next();
        archive.close();
        assertThatThrownBy(() -> readAll(archive)).isInstanceOf(IOException.class);

        assertThat(reported).isEmpty();
    }

    private HomesUnreadable onlyReport() {
        assertThat(reported).singleElement().isInstanceOf(HomesUnreadable.class);
        return (HomesUnreadable) reported.getFirst();
    }

    private long sendAll() throws IOException, InterruptedException {
        try (Source archive = departure.send(ANN, COPY)) {
            return readAll(archive);
        }
    }

    private static long readAll(Source archive) throws IOException, InterruptedException {
        long bytes = 0;
        for (Optional<byte[]> part = archive.next(); part.isPresent(); part = archive.next()) {
            bytes += part.get().length;
        }
        return bytes;
    }
}
