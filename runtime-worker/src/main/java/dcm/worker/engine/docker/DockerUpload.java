package dcm.worker.engine.docker;

import com.github.dockerjava.api.exception.DockerException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sends one long body to the engine, on a connection of its own. An engine that refuses a request answers and closes the connection while
 * the body is still being sent. docker-java's transport then fails with "Broken pipe" and drops the answer; this class reads it.
 */
final class DockerUpload implements AutoCloseable {
    private static final int BLOCK = 1 << 16;
    private static final int LONGEST_ANSWER = 1 << 20;

    private final SocketChannel channel;
    private final InputStream answer;

    private DockerUpload(SocketChannel channel) {
        this.channel = channel;
        this.answer = new BufferedInputStream(Channels.newInputStream(channel));
    }

    /** Connects to an engine at {@code unix:///…} or {@code tcp://…}. */
    static DockerUpload to(URI dockerHost) throws IOException {
        return new DockerUpload(SocketChannel.open(
                "unix".equals(dockerHost.getScheme())
                        ? UnixDomainSocketAddress.of(dockerHost.getPath())
                        : new InetSocketAddress(dockerHost.getHost(), dockerHost.getPort())));
    }

    /**
     * Sends a tar archive and returns the body of the answer.
     *
     * @throws DockerException if the engine refuses the request, even before it has read all of {@code body}
     * @throws IOException if the connection breaks and there is no answer, or if {@code body} cannot be read
     */
    String post(String path, InputStream body) throws IOException {
        IOException broken = send(path, body);
        Answer received;
        try {
            received = receive();
        } catch (IOException noAnswer) {
            throw broken == null ? noAnswer : broken;
        }
        if (received.status() >= 400) {
            throw new DockerException(received.body(), received.status());
        }
        if (broken != null) {
            throw broken;
        }
        return received.body();
    }

    /** Returns the failure with which the connection broke; null if everything was sent. */
    private @Nullable IOException send(String path, InputStream body) throws IOException {
        IOException broken = write(ascii("POST " + path + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n"
                + "Content-Type: application/x-tar\r\nTransfer-Encoding: chunked\r\n\r\n"));
        byte[] block = new byte[BLOCK];
        for (int length = body.read(block); broken == null && length > 0; length = body.read(block)) {
            broken = write(
                    ascii(Integer.toHexString(length) + "\r\n"), ByteBuffer.wrap(block, 0, length), ascii("\r\n"));
        }
        return broken == null ? write(ascii("0\r\n\r\n")) : broken;
    }

    private @Nullable IOException write(ByteBuffer... parts) {
        try {
            while (parts[parts.length - 1].hasRemaining()) {
                channel.write(parts);
            }
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private Answer receive() throws IOException {
        String[] statusLine = line().split(" ", 3);
        if (statusLine.length < 2 || !statusLine[1].matches("[0-9]{3}")) {
            throw new IOException("the Docker Engine does not answer in HTTP");
        }
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            chunked |= header.toLowerCase(Locale.ROOT).replace(" ", "").equals("transfer-encoding:chunked");
        }
        return new Answer(
                Integer.parseInt(statusLine[1]),
                new String(chunked ? chunks() : answer.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int length = chunkLength(); length > 0; length = chunkLength()) {
            if (length > LONGEST_ANSWER - all.size()) {
                throw new IOException("the answer of the Docker Engine is too long");
            }
            all.write(answer.readNBytes(length));
            line();
        }
        return all.toByteArray();
    }

    private int chunkLength() throws IOException {
        try {
            return Integer.parseUnsignedInt(line(), 16);
        } catch (NumberFormatException e) {
            throw new IOException("the Docker Engine does not answer in HTTP", e);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = answer.read(); next != '\n'; next = answer.read()) {
            if (next < 0 || line.length() > BLOCK) {
                throw new EOFException("the Docker Engine ended the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private record Answer(int status, String body) {}
}
