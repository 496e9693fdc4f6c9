package dcm.stack.bench;

import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import dcm.stack.machine.StackFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Connections to the API gateway for load: they cost the machine little, because on one machine the client takes its time from the servers. A
 * connection is reused, and an answer is not parsed. Thread-safe.
 */
final class BenchConnections implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

    private final int port;
    private final BlockingQueue<Connection> free = new LinkedBlockingQueue<>();

    BenchConnections(Installation installation) {
        this(installation.port(StackPort.API_GATEWAY));
    }

    /** @param port of an HTTP server on this machine */
    BenchConnections(int port) {
        this.port = port;
    }

    /**
     * Makes a request and returns the body of the answer.
     *
     * @param headers further header lines, each with its line end
     * @throws StackFailure if the answer is an error
     */
    String request(String method, String path, String token, String headers, String body) {
        Connection used = connection();
        boolean reusable = false;
        try {
            String answer = used.exchange(
                    """
                    %s %s HTTP/1.1\r
                    Host: 127.0.0.1\r
                    Authorization: Bearer %s\r
                    Content-Length: %d\r
                    %s\r
                    %s""".formatted(method, path, token, body.getBytes(StandardCharsets.UTF_8).length, headers, body));
            reusable = true;
            return answer;
        } catch (IOException e) {
            throw new StackFailure("%s %s failed: %s".formatted(method, path, e), e);
        } finally {
            if (reusable) {
                free.add(used);
            } else {
                used.close();
            }
        }
    }

    private Connection connection() {
        Connection connection = free.poll();
        try {
            return connection == null ? new Connection(port) : connection;
        } catch (IOException e) {
            throw new StackFailure("Cannot connect to port %d: %s".formatted(port, e), e);
        }
    }

    String get(String path, String token) {
        return request("GET", path, token, "", "");
    }

    String post(String path, String token, String headers, String json) {
        return request("POST", path, token, "Content-Type: application/json\r\n" + headers, json);
    }

    @Override
    public void close() {
        free.forEach(Connection::close);
    }

    /** One connection, for one request at a time. */
    private static final class Connection implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;

        Connection(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        }

        String exchange(String request) throws IOException {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String head = head();
            String body = head.contains("\r\ntransfer-encoding: chunked") ? chunks() : text(length(head));
            int status = Integer.parseInt(head.substring(9, 12));
            if (status >= 400) {
                throw new StackFailure("DCM answered with status %d: %s".formatted(status, body));
            }
            return body;
        }

        private String head() throws IOException {
            StringBuilder head = new StringBuilder();
            for (int matched = 0; matched < END_OF_HEAD.length; ) {
                int next = read();
                head.append((char) next);
                matched = next == END_OF_HEAD[matched] ? matched + 1 : next == END_OF_HEAD[0] ? 1 : 0;
            }
            return head.toString().toLowerCase(Locale.ROOT);
        }

        private static int length(String head) {
            int at = head.indexOf("\r\ncontent-length:");
            return at < 0
                    ? 0
                    : Integer.parseInt(
                            head.substring(at + 17, head.indexOf('\r', at + 17)).strip());
        }

        private String chunks() throws IOException {
            StringBuilder body = new StringBuilder();
            for (int length = Integer.parseInt(line(), 16); length > 0; length = Integer.parseInt(line(), 16)) {
                body.append(text(length));
                line();
            }
            line();
            return body.toString();
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = read(); next != '\n'; next = read()) {
                line.append((char) next);
            }
            return line.toString().strip();
        }

        private String text(int length) throws IOException {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new IOException("the answer is incomplete");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }

        private int read() throws IOException {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection was closed");
            }
            return next;
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
