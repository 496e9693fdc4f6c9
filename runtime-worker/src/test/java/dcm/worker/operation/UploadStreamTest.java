package dcm.worker.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UploadStreamTest {
    private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");
    private static final int MIB = 1 << 20;

    private Instant now = START;
    private boolean wanted = true;

    @Test
    void archiveIsReadUnchanged() throws IOException {
        byte[] archive = {1, 2, (byte) 0xff, 4};

        UploadStream upload =
                new UploadStream(new ByteArrayInputStream(archive), START.plusSeconds(9), () -> wanted, () -> now);

        assertThat(upload.read()).isEqualTo(1);
        assertThat(upload.skip(1)).isEqualTo(1);
        assertThat(upload.readAllBytes()).containsExactly(0xff, 4);
        assertThat(upload.read()).isEqualTo(-1);
        assertThat(upload.skip(1)).isZero();
    }

    @Test
    void slowUploadFailsAfterAMinute() throws IOException {
        UploadStream upload = endless(Duration.ofSeconds(4), MIB - 1, null);
        for (int i = 0; i < 14; i++) {
            upload.read(new byte[MIB]);
        }

        assertThatThrownBy(() -> upload.read(new byte[MIB]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("slower than 256 KiB per second");
    }

    @Test
    void uploadThatBecomesSlowFails() throws IOException {
        UploadStream upload = endless(Duration.ofSeconds(30), 16 * MIB, null);
        upload.read(new byte[16 * MIB]);
        upload.read(new byte[16 * MIB]);

        upload.read(new byte[1]);
        assertThatThrownBy(() -> upload.read(new byte[1])).isInstanceOf(IOException.class);
    }

    @Test
    void timeBetweenReadsIsNotTheUsersAndDoesNotCount() throws IOException {
        UploadStream upload = endless(Duration.ofSeconds(4), MIB, null);
        for (int i = 0; i < 100; i++) {
            assertThat(upload.read(new byte[MIB])).isEqualTo(MIB);
            now = now.plusSeconds(60);
        }
    }

    @Test
    void uploadFailsAfterTheDeadline() throws IOException {
        UploadStream upload = endless(Duration.ofSeconds(1), 16 * MIB, START.plusSeconds(2));
        upload.read(new byte[MIB]);
        upload.read(new byte[MIB]);
        upload.read(new byte[MIB]);

        assertThatThrownBy(() -> upload.read(new byte[MIB]))
                .isInstanceOf(IOException.class)
                .hasMessage("the transfer took too long");
    }

    @Test
    void uploadFailsWhenTheImageIsNoLongerWanted() throws IOException {
        wanted = false;
        UploadStream upload = endless(Duration.ZERO, MIB, null);
        upload.read(new byte[MIB]); // the order has arrived before the desired state
        wanted = true;
        upload.read(new byte[MIB]);

        wanted = false;
        assertThatThrownBy(() -> upload.read(new byte[MIB]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no longer wanted");
    }

    /** An upload without an end of which each read takes {@code time} and returns at most {@code most} bytes. */
    private UploadStream endless(Duration time, int most, Instant deadline) {
        InputStream archive = new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                now = now.plus(time);
                return Math.min(length, most);
            }
        };
        return new UploadStream(archive, deadline, () -> wanted, () -> now);
    }
}
