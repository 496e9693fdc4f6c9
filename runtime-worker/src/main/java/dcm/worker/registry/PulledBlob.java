package dcm.worker.registry;

import dcm.contract.identity.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * The content of a blob, which is requested with the first read. Reading fails if the content does not have the size or
 * the digest by which the blob was requested. Not thread-safe.
 */
final class PulledBlob extends InputStream {
    private final RegistryConnection connection;
    private final Descriptor blob;
    private final MessageDigest sha256 = Sha256.digest();
    private @Nullable ClassicHttpResponse response;
    private @Nullable InputStream content;
    private long count;
    private boolean isComplete;

    PulledBlob(RegistryConnection connection, Descriptor blob) {
        this.connection = connection;
        this.blob = blob;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0 || isComplete) {
            return length == 0 ? 0 : -1;
        }
        int some;
        try {
            some = content().read(buffer, offset, length);
        } catch (IOException e) {
            throw connection.errors().unreachable(e);
        }
        if (some > 0) {
            count += some;
            sha256.update(buffer, offset, some);
        }
        if (count > blob.size() || some < 0) {
            check();
        }
        return some;
    }

    private InputStream content() throws IOException {
        InputStream opened = content;
        if (opened == null) {
            ClassicHttpResponse answer = connection.send(
                    connection.request("GET", "blobs/" + blob.digest()).build());
            response = answer;
            opened = answer.getEntity() == null
                    ? InputStream.nullInputStream()
                    : answer.getEntity().getContent();
            content = opened;
        }
        return opened;
    }

    private void check() throws IOException {
        if (count != blob.size() || !Digests.text(sha256).equals(blob.digest())) {
            throw connection
                    .errors()
                    .failed("The received content of " + blob.digest() + " differs in size or digest.");
        }
        isComplete = true;
    }

    /** Ends the request. Does not read the rest, which can be large. */
    @Override
    public void close() throws IOException {
        if (response != null) {
            response.close();
        }
    }
}
